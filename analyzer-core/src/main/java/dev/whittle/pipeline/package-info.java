/**
 * Whole runs of Whittle as library calls: a request says what to do, a result what became of it. Nothing here prints, exits or
 * reads the environment.
 */
@NullMarked
package dev.whittle.pipeline;

import org.jspecify.annotations.NullMarked;
