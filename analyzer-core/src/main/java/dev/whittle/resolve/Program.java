package dev.whittle.resolve;

import dev.whittle.elf.ElfFacts;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;

/**
 * A file that a person asks about.
 *
 * @param requested the path as given, links unresolved
 * @param realPath the file itself
 */
public record Program(RootPath requested, RootPath realPath, Node.RegularFile node, ElfFacts facts) {}
