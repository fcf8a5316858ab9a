/**
 * Steps of the build, run by it on the finished jar: class files that a start archive takes, and the archive itself.
 */
@NullMarked
package dev.whittle.packaging;

import org.jspecify.annotations.NullMarked;
