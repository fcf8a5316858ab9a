/**
 * From a selection to bytes: a layer or an image in any form, and the file, directory or pipe that it is written to.
 */
@NullMarked
package dev.whittle.write;

import org.jspecify.annotations.NullMarked;
