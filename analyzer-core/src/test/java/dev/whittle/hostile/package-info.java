/** Hostile input: mutants of real files, and output of a fuzzer. */
@NullMarked
package dev.whittle.hostile;

import org.jspecify.annotations.NullMarked;
