/**
 * What a Go executable says about itself: the functions in its table of program counters, and the programs that calls
 * of {@code os/exec} name. Nothing is executed. All of it is a hint: what cannot be read is left out.
 *
 * <p>Sources: Go's {@code src/runtime/symtab.go} and {@code src/cmd/link/internal/ld/pcln.go} for the table,
 * {@code src/cmd/compile/abi-internal.md} for registers, {@code src/debug/buildinfo} for the build information.
 */
@NullMarked
package dev.whittle.golang;

import org.jspecify.annotations.NullMarked;
