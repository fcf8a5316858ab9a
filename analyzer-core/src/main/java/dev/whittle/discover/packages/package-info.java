/** Package databases in the output: reduced to what is kept, or whole. */
@NullMarked
package dev.whittle.discover.packages;

import org.jspecify.annotations.NullMarked;
