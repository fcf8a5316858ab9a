/** Whittle's answers beside those that real loaders gave: see {@code testdata/conformance}. */
package dev.whittle.resolve.conformance;
