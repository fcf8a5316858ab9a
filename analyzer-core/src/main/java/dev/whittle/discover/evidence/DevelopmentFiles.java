package dev.whittle.discover.evidence;

import dev.whittle.path.RootPath;
import java.util.regex.Pattern;

/**
 * Files with commands that run elsewhere, in a copy of the application's source: hooks of a repository, definitions of jobs,
 * images and packages. Nothing in the image starts what they name.
 */
public final class DevelopmentFiles {
    private static final Pattern NAMES = Pattern.compile("(?i).*/(?:"
            + "\\.(?:husky|githooks|github|gitlab|circleci|devcontainer|vscode|idea)/.*"
            + "|debian/(?:rules|control|changelog|copyright|(?:pre|post)(?:inst|rm))"
            + "|(?:.*\\.)?(?:dockerfile|containerfile)(?:[.-][^/]*)?"
            + "|(?:docker-)?compose(?:\\.[^/]*)?\\.ya?ml"
            + "|\\.travis\\.yml|\\.gitlab-ci\\.yml|\\.?appveyor\\.yml|azure-pipelines\\.yml|jenkinsfile|vagrantfile"
            + "|\\.pre-commit-config\\.yaml|\\.pre-commit-hooks\\.yaml"
            + ")");

    private DevelopmentFiles() {}

    public static boolean contains(RootPath path) {
        return NAMES.matcher(path.raw()).matches();
    }
}
