/** Package databases in the output: cut to what is kept, or whole. */
@NullMarked
package dev.whittle.discover.packages;

import org.jspecify.annotations.NullMarked;
