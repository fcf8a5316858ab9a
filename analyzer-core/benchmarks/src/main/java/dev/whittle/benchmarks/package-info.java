/** The core's parts by themselves. Run by {@code docs/measure parts}, never by a build. */
@NullMarked
package dev.whittle.benchmarks;

import org.jspecify.annotations.NullMarked;
