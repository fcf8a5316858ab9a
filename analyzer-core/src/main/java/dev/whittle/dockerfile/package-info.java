/**
 * From a selection to COPY instructions that create it, in a Dockerfile that builds; and from a Dockerfile back to what
 * it copies.
 */
@NullMarked
package dev.whittle.dockerfile;

import org.jspecify.annotations.NullMarked;
