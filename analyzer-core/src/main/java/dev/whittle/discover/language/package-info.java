/** Detectors for the standard libraries and modules of language runtimes. */
@NullMarked
package dev.whittle.discover.language;

import org.jspecify.annotations.NullMarked;
