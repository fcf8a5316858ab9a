/** Rules as data: the families that a user describes, and the built-in ones in the same format. */
@NullMarked
package dev.whittle.discover.rules;

import org.jspecify.annotations.NullMarked;
