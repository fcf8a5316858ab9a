/** One class a family of hidden dependencies: what to see in kept files, and what to keep for it. */
@NullMarked
package dev.whittle.closure.hidden;

import org.jspecify.annotations.NullMarked;
