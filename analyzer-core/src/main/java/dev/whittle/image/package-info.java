/**
 * Images as documents: digests, references, platforms and configurations (OCI image-spec). Other packages read the
 * bytes of layers.
 */
@NullMarked
package dev.whittle.image;

import org.jspecify.annotations.NullMarked;
