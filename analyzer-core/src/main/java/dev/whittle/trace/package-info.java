/** What a program opened when it ran, as others wrote it down: the output of strace, and of glibc's loader. */
@NullMarked
package dev.whittle.trace;

import org.jspecify.annotations.NullMarked;
