package dev.whittle.discover.packages;

import dev.whittle.closure.Finding;
import dev.whittle.closure.PackageChoice;
import dev.whittle.closure.PackageShare;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.packages.PackageDatabase;
import dev.whittle.packages.PackageDatabases;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The family {@code packages}: what scanners read to know a distribution and its packages. The databases themselves are rewritten,
 * once it is known what is kept: {@link PackageCut}.
 */
public final class PackageFamily implements Detector {
    public static final String NAME = "packages";

    /** The release of the distribution: os-release(5), and older files. */
    private static final List<String> RELEASE = List.of(
            "/etc/os-release",
            "/usr/lib/os-release",
            "/etc/debian_version",
            "/etc/alpine-release",
            "/etc/redhat-release",
            "/etc/apk/arch");

    /** A list of packages without their files: Azure Linux has it where it has no database. */
    private static final List<String> MANIFESTS =
            List.of("/var/lib/rpmmanifest/container-manifest-1", "/var/lib/rpmmanifest/container-manifest-2");

    private static final List<String> WHOLE = List.of("/var/lib/dpkg", "/lib/apk/db", "/usr/lib/apk/db");

    private static final Pattern COMMON = Pattern.compile("/usr/share/common-licenses/([A-Za-z0-9.+-]*[A-Za-z0-9+])");

    private static final int MAX_COPYRIGHT = 1 << 20;

    @Override
    public Family family() {
        return new Family(
                NAME,
                "package databases, reduced to what is kept, and os-release, for scanners (--package-db, --licenses)");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        PackageChoice choice = context.packageChoice();
        if (choice.isNone()) {
            return;
        }
        PackageDatabases databases = context.databases();
        findings.becauseOfTheImage();
        if (choice.databases() != PackageChoice.Databases.NONE) {
            manifests(context, findings);
            if (!databases.isEmpty()) {
                release(context, findings);
            }
            if (choice.databases() == PackageChoice.Databases.FULL) {
                whole(context, databases, findings);
            } else {
                databases
                        .unread()
                        .forEach(file -> findings.remark(file.raw()
                                + ": an rpm database of a format that is not read, so scanners will find no packages in the"
                                + " output; --package-db full keeps it whole"));
            }
        }
        if (choice.licences()) {
            licences(context, findings);
        }
        databases.remarks().forEach(findings::remark);
    }

    private static void release(Context context, Findings findings) throws IOException {
        for (String path : RELEASE) {
            findings.file(
                    Finding.Level.RECOMMENDED,
                    "scanners read of which distribution the packages are",
                    context.file(path));
        }
    }

    private static void manifests(Context context, Findings findings) throws IOException {
        for (String path : MANIFESTS) {
            Optional<RootPath> file = context.file(path);
            findings.file(Finding.Level.RECOMMENDED, "scanners read its packages; it is kept whole", file);
            file.ifPresent(its -> findings.remark(its.raw()
                    + ": a list of packages that names no files, so it is kept whole: scanners find in it packages of"
                    + " which nothing may be kept"));
        }
    }

    private static void whole(Context context, PackageDatabases databases, Findings findings) throws IOException {
        Set<RootPath> trees = new HashSet<>();
        for (String path : WHOLE) {
            context.directory(path).ifPresent(trees::add);
        }
        for (PackageDatabase each : databases.databases()) {
            trees.add(each.file().parent());
        }
        databases.unread().forEach(file -> trees.add(file.parent()));
        findings.trees(
                Finding.Level.RECOMMENDED,
                "the package database, whole for --package-db full",
                trees.stream().sorted().toList());
    }

    /**
     * Licences of packages of which something is kept: Debian Policy 12.5, Fedora Packaging Guidelines (License Files).
     */
    private static void licences(Context context, Findings findings) throws IOException {
        PackageCut cut = new PackageCut(context.root(), context.databases(), context.kept(), Set.of(), name -> false);
        for (PackageShare each : cut.shares()) {
            if (!each.isKept() || !each.isKnown() || each.kept().isEmpty()) {
                continue;
            }
            List<RootPath> texts = new ArrayList<>();
            Optional<RootPath> copyright = context.file("/usr/share/doc/" + each.name() + "/copyright");
            copyright.ifPresent(texts::add);
            for (String path : each.missing()) {
                if (path.startsWith("/usr/share/licenses/")) {
                    context.file(path).ifPresent(texts::add);
                }
            }
            if (copyright.isPresent()) {
                Matcher common = COMMON.matcher(context.sourceText(context.real(copyright.get()), MAX_COPYRIGHT));
                while (common.find()) {
                    context.file(common.group()).ifPresent(texts::add);
                }
            }
            findings.files(
                    Finding.Level.RECOMMENDED,
                    "licence texts of the package " + each.name() + " (--licenses keep)",
                    texts);
        }
    }
}
