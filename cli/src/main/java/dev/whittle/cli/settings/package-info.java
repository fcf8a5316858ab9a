/** What holds where no option says otherwise: a file in the working directory, and variables of the environment. */
@NullMarked
package dev.whittle.cli.settings;

import org.jspecify.annotations.NullMarked;
