/** Two roots compared: what was added, removed and changed, and the effect on programs in both. */
@NullMarked
package dev.whittle.diff;

import org.jspecify.annotations.NullMarked;
