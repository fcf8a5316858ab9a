/** Results as text: pure functions from results to raw text or JSON. */
@NullMarked
package dev.whittle.report;

import org.jspecify.annotations.NullMarked;
