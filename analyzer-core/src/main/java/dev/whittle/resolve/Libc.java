package dev.whittle.resolve;

/** Whose rules a program follows. */
public enum Libc {
    GLIBC,
    MUSL
}
