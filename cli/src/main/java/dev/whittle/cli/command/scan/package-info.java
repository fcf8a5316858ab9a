/** {@code whittle scan}. */
@NullMarked
package dev.whittle.cli.command.scan;

import org.jspecify.annotations.NullMarked;
