/* Stands in for glibc's loader where none runs: the strings that Debian's build of it has. */
const char system_dirs[] = "\0/lib/x86_64-linux-gnu/\0/usr/lib/x86_64-linux-gnu/\0/lib/\0/usr/lib/";
const char others[] = "\0lib/x86_64-linux-gnu\0/etc/ld.so.cache\0x86-64-v4:x86-64-v3:x86-64-v2\0tls";
const char version[] = "ld.so (Debian GLIBC 2.36-9+deb12u14) stable release version 2.36.\n";
