/** The container engine's own command, for what only the engine has. The one place that starts a process. */
@NullMarked
package dev.whittle.cli.engine;

import org.jspecify.annotations.NullMarked;
