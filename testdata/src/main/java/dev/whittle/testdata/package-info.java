/** ELF files and trees made by tests. Used by the tests of both modules; knows nothing of them. */
package dev.whittle.testdata;
