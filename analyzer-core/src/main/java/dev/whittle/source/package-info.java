/** Media that contain a root file system, each as a {@link dev.whittle.rootfs.RootFs}. */
@NullMarked
package dev.whittle.source;

import org.jspecify.annotations.NullMarked;
