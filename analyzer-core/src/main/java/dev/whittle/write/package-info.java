/** From a selection to bytes: the layer, and the file or pipe that it goes to. */
@NullMarked
package dev.whittle.write;

import org.jspecify.annotations.NullMarked;
