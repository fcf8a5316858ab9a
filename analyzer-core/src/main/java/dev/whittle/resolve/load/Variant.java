package dev.whittle.resolve.load;

/**
 * A build of a library for better processors, which the loader uses if the processor has the level.
 *
 * @param level of glibc-hwcaps: {@code x86-64-v3} …, or an older capability: {@code neon} …
 * @param path raw, as the loader would open it
 */
public record Variant(String level, String path) {}
