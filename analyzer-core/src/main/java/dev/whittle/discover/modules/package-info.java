/** Which modules of a language's library are imported: static import graphs of Python and Perl. */
@NullMarked
package dev.whittle.discover.modules;

import org.jspecify.annotations.NullMarked;
