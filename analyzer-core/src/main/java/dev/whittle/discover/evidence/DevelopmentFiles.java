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

    private static final Pattern OF_LIBRARY =
            Pattern.compile(".*/(?:node_modules|site-packages|dist-packages|vendor|gems)/.*"
                    + "/(?:tests?|__tests__|scripts|bench(?:marks?)?|examples?)/.*");

    private DevelopmentFiles() {}

    public static boolean contains(RootPath path) {
        return NAMES.matcher(path.raw()).matches();
    }

    /** Whether it is a test, an example or a build script of a library: nothing starts it, unless something names it. */
    public static boolean isOfLibrary(RootPath path) {
        return OF_LIBRARY.matcher(path.raw()).matches();
    }
}
