package dev.whittle.dockerfile;

import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names under which kept paths were requested, links unresolved. */
final class AskedNames {
    private final Map<RootPath, Reason> reasons = new LinkedHashMap<>();
    private final Map<RootPath, List<RootPath>> byRealPath = new HashMap<>();

    private AskedNames() {}

    static AskedNames of(RootFs root, Selection selection) throws IOException {
        AskedNames names = new AskedNames();
        for (Map.Entry<String, Reason> name : selection.names().entrySet()) {
            RootPath path = Walk.normalise(root, name.getKey());
            if (path.isRoot() || names.reasons.putIfAbsent(path, name.getValue()) != null) {
                continue;
            }
            Optional<Walk.Result.Found> found = Walk.follow(root, path).found();
            if (found.isPresent()) {
                names.byRealPath
                        .computeIfAbsent(found.get().path(), p -> new ArrayList<>())
                        .add(path);
            }
        }
        return names;
    }

    Map<RootPath, Reason> all() {
        return Collections.unmodifiableMap(reasons);
    }

    Optional<Reason> reason(RootPath name) {
        return Optional.ofNullable(reasons.get(name));
    }

    List<RootPath> leadingTo(RootPath real) {
        return byRealPath.getOrDefault(real, List.of());
    }
}
