/** What detectors read of kept files, the evidence they find, and helpers that several of them share. */
@NullMarked
package dev.whittle.discover.evidence;

import org.jspecify.annotations.NullMarked;
