/**
 * Content that comes once and in order, made readable at any position: decompressed, hashed under way, kept in memory or
 * in a file without a name.
 */
@NullMarked
package dev.whittle.stream;

import org.jspecify.annotations.NullMarked;
