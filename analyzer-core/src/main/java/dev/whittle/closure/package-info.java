/** What to keep of a root, and why: from the requested files to every path that an output must have. */
@NullMarked
package dev.whittle.closure;

import org.jspecify.annotations.NullMarked;
