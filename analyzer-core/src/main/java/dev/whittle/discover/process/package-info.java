/** Detectors for programs that other programs, scripts, and schedulers start. */
@NullMarked
package dev.whittle.discover.process;

import org.jspecify.annotations.NullMarked;
