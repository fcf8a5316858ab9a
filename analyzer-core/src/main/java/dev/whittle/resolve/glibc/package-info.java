/**
 * The rules of glibc's loader, each with its source (docs/loader-rules.md, "glibc rule N").
 */
@NullMarked
package dev.whittle.resolve.glibc;

import org.jspecify.annotations.NullMarked;
