/** Why a path is kept: the reasons of a closure, or of a report, followed back to the first request. */
@NullMarked
package dev.whittle.explain;

import org.jspecify.annotations.NullMarked;
