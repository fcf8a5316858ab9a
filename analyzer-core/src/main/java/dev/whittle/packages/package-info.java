/** The databases of package managers: which packages a root has, what they own, and the same databases cut to a part of them. */
@NullMarked
package dev.whittle.packages;

import org.jspecify.annotations.NullMarked;
