/** Detectors for files and directories that belong to a program or an application. */
@NullMarked
package dev.whittle.discover.owned;

import org.jspecify.annotations.NullMarked;
