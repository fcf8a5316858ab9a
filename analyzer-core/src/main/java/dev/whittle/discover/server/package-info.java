/** Detectors that read the configuration of web servers. */
@NullMarked
package dev.whittle.discover.server;

import org.jspecify.annotations.NullMarked;
