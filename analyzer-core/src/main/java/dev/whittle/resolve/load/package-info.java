/**
 * What the loaders of both C libraries have in common: the objects that they load, the places that they search, their
 * options, and the result, {@link dev.whittle.resolve.load.Resolution}. Names and paths are raw.
 */
@NullMarked
package dev.whittle.resolve.load;

import org.jspecify.annotations.NullMarked;
