/** Finds dependencies that no ELF header declares: the catalogue asks every detector. */
@NullMarked
package dev.whittle.discover;

import org.jspecify.annotations.NullMarked;
