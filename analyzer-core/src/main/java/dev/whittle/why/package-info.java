/** Why a path is kept: the reasons of a closure, or of a report that was written of one, followed back to what was asked for. */
@NullMarked
package dev.whittle.why;

import org.jspecify.annotations.NullMarked;
