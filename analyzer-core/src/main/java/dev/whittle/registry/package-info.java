/**
 * A client of image registries (OCI distribution-spec 1.1, and Docker's registry API that it grew from): names, credentials,
 * manifests, blobs that stream, uploads. All that a server sends is bounded; no message shows a credential.
 */
@NullMarked
package dev.whittle.registry;

import org.jspecify.annotations.NullMarked;
