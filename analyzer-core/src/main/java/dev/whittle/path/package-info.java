/** Paths inside a root and on the host, as bytes; patterns on them. */
@NullMarked
package dev.whittle.path;

import org.jspecify.annotations.NullMarked;
