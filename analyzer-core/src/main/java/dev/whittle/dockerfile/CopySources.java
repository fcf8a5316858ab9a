package dev.whittle.dockerfile;

import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Chooses the path by which a source is named, so that builders take exactly that file. */
final class CopySources {
    private final RootFs root;
    private final CopyItems items;
    private final Set<String> awkward = new LinkedHashSet<>();
    private final List<String> findings = new ArrayList<>();

    CopySources(RootFs root, CopyItems items) {
        this.root = root;
        this.items = items;
    }

    List<String> takeFindings() {
        List<String> taken = List.copyOf(findings);
        findings.clear();
        return taken;
    }

    List<String> remarks() {
        return awkward.stream()
                .map(name -> name + ": buildah may not find it, for it takes the name as a pattern twice"
                        + "; --format add keeps it")
                .toList();
    }

    Optional<CopyItem> file(CopyItem item) throws IOException {
        CopyItem chosen = chosen(item);
        boolean sameName = chosen.source().name().equals(item.target().name());
        String destination =
                sameName ? item.target().parent().raw() : item.target().raw();
        return isSayable(destination, item.target()) && isClear(chosen) ? Optional.of(chosen) : Optional.empty();
    }

    Optional<CopyItem> tree(CopyItem item) throws IOException {
        CopyItem chosen = chosen(item);
        return isSayable(item.target().raw(), item.target()) && isClear(chosen)
                ? Optional.of(chosen)
                : Optional.empty();
    }

    /** A requested name is easier to read than the real one, and is equivalent. */
    private CopyItem chosen(CopyItem item) {
        boolean real = DockerWords.isAwkward(item.source().raw());
        return real ? new CopyItem(item.kind(), item.origin(), item.origin(), item.target(), item.reason()) : item;
    }

    /** Go reads an instruction's JSON as text, which changes a name that is not UTF-8. */
    boolean isSayable(String destination, RootPath target) {
        if (RawText.isUtf8(destination)) {
            return true;
        }
        findings.add(
                target + ": its name is not UTF-8, so it cannot be written in a Dockerfile; --format add keeps it");
        return false;
    }

    private boolean isClear(CopyItem item) throws IOException {
        String raw = item.source().raw();
        if (DockerWords.isAwkward(raw)) {
            awkward.add(item.target().toString());
        }
        if (!DockerWords.isVague(raw)) {
            return true;
        }
        if (DockerWords.isVague(item.source().parent().raw())) {
            findings.add(item.target() + ": a directory on the way has a name that no pattern can say"
                    + "; --format add keeps it");
            return false;
        }
        for (String name : root.list(item.source().parent())) {
            RootPath sibling = item.target().parent().child(name);
            boolean other = !name.equals(item.source().name())
                    && Runes.patternMatches(item.source().name(), name);
            if (other && items.at(sibling).isEmpty()) {
                findings.add(item.target() + ": a pattern for this name matches "
                        + item.source().parent().child(name) + " too; --format add keeps it");
                return false;
            }
        }
        return true;
    }
}
