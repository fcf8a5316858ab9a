/**
 * A whole root looked through: every ELF file with its closure, and whether an image has everything that it needs.
 *
 * <p>Files are read on all processors; results are in the order of paths, whichever processor was first.
 */
@NullMarked
package dev.whittle.scan;

import org.jspecify.annotations.NullMarked;
