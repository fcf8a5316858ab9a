/** Finds dependencies that no ELF header declares: the catalogue runs every detector. */
@NullMarked
package dev.whittle.discover;

import org.jspecify.annotations.NullMarked;
