/** One class a verb: parse, call the core, print. The only package of the command line that calls the core. */
@NullMarked
package dev.whittle.cli.command;

import org.jspecify.annotations.NullMarked;
