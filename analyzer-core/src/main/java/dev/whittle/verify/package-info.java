/** Reads back what was written, like any reader, and compares it with what was intended. */
@NullMarked
package dev.whittle.verify;

import org.jspecify.annotations.NullMarked;
