package dev.whittle.resolve;

import dev.whittle.elf.ElfFacts;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;

/**
 * A file that the user requests.
 *
 * @param name as typed, raw
 * @param requested the path as given, links unresolved
 * @param realPath the file itself
 */
public record Program(String name, RootPath requested, RootPath realPath, Node.RegularFile node, ElfFacts facts) {
    public Program(RootPath requested, RootPath realPath, Node.RegularFile node, ElfFacts facts) {
        this(requested.raw(), requested, realPath, node, facts);
    }

    public Program named(String typed) {
        return new Program(typed, requested, realPath, node, facts);
    }
}
