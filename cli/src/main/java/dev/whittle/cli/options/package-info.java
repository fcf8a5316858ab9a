/** Options that several commands share: from raw text to values of the core. */
@NullMarked
package dev.whittle.cli.options;

import org.jspecify.annotations.NullMarked;
