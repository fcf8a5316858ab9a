/** Input that somebody means harm with: mutants of real files, and what a fuzzer makes. */
@NullMarked
package dev.whittle.hostile;

import org.jspecify.annotations.NullMarked;
