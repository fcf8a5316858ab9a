/**
 * Tests on real systems: the machine's own loader, roots under chroot, a container engine, full disks and signals. They
 * run the built tool as a process, only with {@code -Psystem}, and as root; what they need comes from
 * {@code testdata/provision}, and what is missing is a failure.
 */
@NullMarked
package dev.whittle.cli.system;

import org.jspecify.annotations.NullMarked;
