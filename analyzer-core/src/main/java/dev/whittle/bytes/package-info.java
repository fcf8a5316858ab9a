/**
 * Content and names as bytes. File names and ELF strings have no encoding, so Whittle stores each as a {@link String}
 * of ISO-8859-1: one char per byte, nothing lost, and the order of {@code compareTo} is the order of the bytes. Such a
 * string is called <em>raw</em>; {@link dev.whittle.bytes.RawText} converts it to bytes, and to text for display.
 */
@NullMarked
package dev.whittle.bytes;

import org.jspecify.annotations.NullMarked;
