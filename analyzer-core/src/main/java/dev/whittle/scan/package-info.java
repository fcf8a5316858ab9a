/**
 * Scans a whole root: every ELF file with its closure, and whether an image has everything that it needs.
 *
 * <p>Files are read on all processors; results are sorted by path, whichever processor was first.
 */
@NullMarked
package dev.whittle.scan;

import org.jspecify.annotations.NullMarked;
