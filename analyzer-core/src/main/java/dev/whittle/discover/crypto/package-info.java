/** Detectors for CA certificates and the configuration and modules of OpenSSL. */
@NullMarked
package dev.whittle.discover.crypto;

import org.jspecify.annotations.NullMarked;
