/** The help of commands as text, manual pages and completion scripts, all made from one model, which is picocli's. */
@NullMarked
package dev.whittle.cli.help;

import org.jspecify.annotations.NullMarked;
