/** What a program opened at run time, as recorded by others: output of strace, and of glibc's loader. */
@NullMarked
package dev.whittle.trace;

import org.jspecify.annotations.NullMarked;
