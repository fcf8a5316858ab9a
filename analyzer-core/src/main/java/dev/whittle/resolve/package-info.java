/**
 * What a dynamic loader would find: the rules of glibc and musl, each with its source (docs/loader-rules.md). Nothing
 * is executed. Names and paths are raw (see {@link dev.whittle.bytes}).
 *
 * <p>{@link dev.whittle.resolve.Resolver} is the entry point, {@link dev.whittle.resolve.Resolution} the answer.
 */
@NullMarked
package dev.whittle.resolve;

import org.jspecify.annotations.NullMarked;
