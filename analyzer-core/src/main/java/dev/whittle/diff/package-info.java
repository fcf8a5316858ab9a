/** Two roots beside each other: what came, went and changed, and what it means for the programs in both. */
@NullMarked
package dev.whittle.diff;

import org.jspecify.annotations.NullMarked;
