/** Images as documents: digests, references, platforms and configurations (OCI image-spec). The bytes of layers are others' work. */
@NullMarked
package dev.whittle.image;

import org.jspecify.annotations.NullMarked;
