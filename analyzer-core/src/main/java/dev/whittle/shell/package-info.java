/**
 * Shell text as a tree of commands: the grammar of POSIX sh and additions of bash, without running or expanding
 * anything.
 */
@NullMarked
package dev.whittle.shell;

import org.jspecify.annotations.NullMarked;
