/** A root file system as an immutable tree, and path resolution that never leaves it. */
@NullMarked
package dev.whittle.rootfs;

import org.jspecify.annotations.NullMarked;
