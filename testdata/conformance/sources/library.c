/* A library of no use: what matters stands in its dynamic table. */
int answer(void) { return 42; }
#ifdef VERSIONED
void versioned(void) {}
#endif
#ifdef RELOCATED
static int here;
int *pointer = &here;
#endif
