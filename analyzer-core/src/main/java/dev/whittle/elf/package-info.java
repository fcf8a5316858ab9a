/**
 * Facts about one ELF file, read from its program headers only, as a loader does: section headers are never used.
 * Strings are raw (see {@link dev.whittle.bytes}). The only package that uses jelf.
 *
 * <p>Sources: the System V ABI (gabi), chapters 4 and 5; the GNU extensions in glibc's {@code elf/elf.h}; for limits
 * the kernel's {@code fs/binfmt_elf.c}.
 */
@NullMarked
package dev.whittle.elf;

import org.jspecify.annotations.NullMarked;
