/** What the kernel and a shell read of a script: the interpreter line, and words that may name commands and files. */
@NullMarked
package dev.whittle.script;

import org.jspecify.annotations.NullMarked;
