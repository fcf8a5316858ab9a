/* Added to what wants a symbol version of another library. */
extern void versioned(void);
void (*wanted)(void) = versioned;
