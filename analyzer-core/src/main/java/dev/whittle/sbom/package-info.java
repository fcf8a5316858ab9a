/** SBOMs: the packages, programs, libraries, and modules of a root, and their dependencies. */
@NullMarked
package dev.whittle.sbom;

import org.jspecify.annotations.NullMarked;
