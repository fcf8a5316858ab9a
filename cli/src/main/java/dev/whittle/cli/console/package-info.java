/** What a person sees: streams, colour, progress, error messages. */
@NullMarked
package dev.whittle.cli.console;

import org.jspecify.annotations.NullMarked;
