/**
 * The databases of package managers: the packages of a root, the files they own, and the same databases reduced to a
 * subset.
 */
@NullMarked
package dev.whittle.packages;

import org.jspecify.annotations.NullMarked;
