/**
 * How users name sources and destinations: one {@link dev.whittle.transport.Transport} for each prefix, all of them listed in
 * {@link dev.whittle.transport.Transports}.
 */
@NullMarked
package dev.whittle.transport;

import org.jspecify.annotations.NullMarked;
