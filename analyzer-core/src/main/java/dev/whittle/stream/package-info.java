/**
 * Sequential content made readable at any position: decompressed, hashed at the same time, stored in memory or in an
 * unnamed file.
 */
@NullMarked
package dev.whittle.stream;

import org.jspecify.annotations.NullMarked;
