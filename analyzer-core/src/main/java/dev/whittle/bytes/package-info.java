/**
 * Content and names as bytes. File names and ELF strings have no encoding, so Whittle keeps each as a {@link String} of
 * ISO-8859-1: one char a byte, nothing lost, and the order of {@code compareTo} is the order of the bytes. Such a string
 * is called <em>raw</em>; {@link dev.whittle.bytes.RawText} turns it into bytes, and into text for a person.
 */
@NullMarked
package dev.whittle.bytes;

import org.jspecify.annotations.NullMarked;
