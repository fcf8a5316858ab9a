/** Detectors for files and libraries that the C library and its loader open at run time. */
@NullMarked
package dev.whittle.discover.libc;

import org.jspecify.annotations.NullMarked;
