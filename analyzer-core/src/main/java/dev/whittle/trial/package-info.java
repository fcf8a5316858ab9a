/** Two images side by side while they run: what each did, where they differ, and which missing path may be why. */
@NullMarked
package dev.whittle.trial;

import org.jspecify.annotations.NullMarked;
