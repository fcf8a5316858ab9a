/**
 * What a dynamic loader would find: the rules of glibc and musl, each with its source (docs/loader-rules.md). Nothing
 * is executed. Names and paths are raw (see {@link dev.whittle.bytes}).
 *
 * <p>{@link dev.whittle.resolve.Resolver} is the entry point, {@link dev.whittle.resolve.load.Resolution} the result. The rules
 * are in {@code resolve.glibc} and {@code resolve.musl}.
 */
@NullMarked
package dev.whittle.resolve;

import org.jspecify.annotations.NullMarked;
