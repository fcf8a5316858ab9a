/** Two running images compared: what each did, where they differ, and which missing path may explain it. */
@NullMarked
package dev.whittle.trial;

import org.jspecify.annotations.NullMarked;
