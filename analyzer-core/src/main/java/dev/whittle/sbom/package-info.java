/** Bills of materials: the packages, programs, libraries, and modules of a root, and what depends on what. */
@NullMarked
package dev.whittle.sbom;

import org.jspecify.annotations.NullMarked;
