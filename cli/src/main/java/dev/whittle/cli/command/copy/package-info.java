/** {@code whittle copy}: COPY instructions, the Dockerfile around them, and a look at one that a person keeps. */
@NullMarked
package dev.whittle.cli.command.copy;

import org.jspecify.annotations.NullMarked;
