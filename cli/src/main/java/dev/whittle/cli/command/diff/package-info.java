/** {@code whittle diff}. */
@NullMarked
package dev.whittle.cli.command.diff;

import org.jspecify.annotations.NullMarked;
