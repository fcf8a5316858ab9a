package dev.whittle.resolve.glibc;

import dev.whittle.elf.VersionNeed;
import dev.whittle.resolve.load.LoadedObject;
import dev.whittle.resolve.load.VersionProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whether each file defines the versions that others require: elf/dl-version.c:_dl_check_map_versions. */
final class VersionCheck {
    private VersionCheck() {}

    /** @param loadedAs the object known under a name; a missing file is reported elsewhere */
    static List<VersionProblem> check(List<LoadedObject> objects, Function<String, @Nullable LoadedObject> loadedAs) {
        List<VersionProblem> problems = new ArrayList<>();
        for (LoadedObject requester : objects) {
            for (VersionNeed need : requester.facts().versionNeeds()) {
                LoadedObject provider = loadedAs.apply(need.file());
                if (provider != null) {
                    check(requester, need, provider, problems);
                }
            }
        }
        return problems;
    }

    private static void check(
            LoadedObject requester, VersionNeed need, LoadedObject provider, List<VersionProblem> problems) {
        Set<String> defined = provider.facts().versionDefinitions();
        for (VersionNeed.Version version : need.versions()) {
            if (!defined.contains(version.name())) {
                // A file without any version table may be an older build: the loader only prints a remark.
                boolean error = !version.weak() && !defined.isEmpty();
                problems.add(new VersionProblem(requester, provider, version.name(), error));
            }
        }
    }
}
