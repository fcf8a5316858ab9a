/** Reads and lays out the cases of {@code testdata/conformance}; its README describes them. */
package dev.whittle.testdata.conformance;
