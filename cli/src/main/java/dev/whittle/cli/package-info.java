/** The command line's way in and its exit codes. */
@NullMarked
package dev.whittle.cli;

import org.jspecify.annotations.NullMarked;
