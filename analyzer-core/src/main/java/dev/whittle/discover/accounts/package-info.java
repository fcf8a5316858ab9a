/** Detectors for user accounts and logins, and the account files of the output. */
@NullMarked
package dev.whittle.discover.accounts;

import org.jspecify.annotations.NullMarked;
