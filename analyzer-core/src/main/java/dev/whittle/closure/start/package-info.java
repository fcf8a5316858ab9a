/** What a container start opens before the program itself runs: from an image's configuration to paths of its root. */
@NullMarked
package dev.whittle.closure.start;

import org.jspecify.annotations.NullMarked;
