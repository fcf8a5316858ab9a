/**
 * Layers that can be read in parts: their tables of contents, and their content chunk by chunk, each held against its digest.
 */
@NullMarked
package dev.whittle.toc;

import org.jspecify.annotations.NullMarked;
