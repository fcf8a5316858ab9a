/** Reads back what was written, as others will, and holds it against what was meant. */
@NullMarked
package dev.whittle.check;

import org.jspecify.annotations.NullMarked;
