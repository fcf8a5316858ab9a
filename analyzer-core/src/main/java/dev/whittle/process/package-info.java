/**
 * What processes start and open: from a program, its arguments and its environment to the processes that it starts, as
 * far as they follow from configuration, starter programs (env, su, tini) and shell scripts. Nothing is run.
 */
@NullMarked
package dev.whittle.process;

import org.jspecify.annotations.NullMarked;
