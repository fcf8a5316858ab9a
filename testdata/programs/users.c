/* Prints who it runs as: linked statically against musl, it reads /etc/passwd itself. */
#include <pwd.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    struct passwd *user = getpwuid(getuid());
    printf("%s %s\n", user ? user->pw_name : "nobody knows", user ? user->pw_dir : "");
    return user == NULL;
}
