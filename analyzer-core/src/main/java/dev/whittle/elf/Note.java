package dev.whittle.elf;

/**
 * One entry of a PT_NOTE segment.
 *
 * @param owner the name field without its final NUL: {@code GNU}, {@code FDO}, {@code Go} …
 * @param descriptor the content, raw
 */
public record Note(String owner, int type, String descriptor) {}
