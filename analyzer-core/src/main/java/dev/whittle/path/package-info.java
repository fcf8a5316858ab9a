/** Paths inside a root and on the host, as bytes, and patterns for them. */
@NullMarked
package dev.whittle.path;

import org.jspecify.annotations.NullMarked;
