/** The tar format (POSIX ustar with pax extensions), names and attribute values as bytes. */
@NullMarked
package dev.whittle.tar;

import org.jspecify.annotations.NullMarked;
