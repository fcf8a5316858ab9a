/** Media that hold a root file system, each shown as a {@link dev.whittle.rootfs.RootFs}. */
@NullMarked
package dev.whittle.source;

import org.jspecify.annotations.NullMarked;
