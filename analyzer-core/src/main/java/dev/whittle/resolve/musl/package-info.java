/**
 * The rules of musl's loader, each with its source (docs/loader-rules.md, "musl rule N").
 */
@NullMarked
package dev.whittle.resolve.musl;

import org.jspecify.annotations.NullMarked;
