package dev.whittle.cli.options;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.FailureException;
import dev.whittle.closure.PackageChoice;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What becomes of package databases. */
@Heading("What to keep")
public final class PackageOptions {
    @Words({"kept", "full", "none"})
    @Option(
            names = "--package-db",
            paramLabel = "HOW",
            description =
                    "The databases of dpkg, apk and rpm, which scanners read: kept (cut to the packages and files that are kept;"
                            + " the default for slim), full (as they are) or none (the default for layer).")
    @Nullable
    String database;

    @Words({"keep", "drop"})
    @Option(
            names = "--licenses",
            paramLabel = "HOW",
            description = "The licence texts of kept packages: keep, or drop (the default).")
    String licences = "drop";

    private boolean isWithout;
    private boolean isAsked;

    boolean any() {
        return database != null || !licences.equals("drop");
    }

    /** Leaves databases out unless they are asked for. */
    public void leaveOut() {
        isWithout = true;
    }

    /** Reads databases unless they are left out. */
    public void know() {
        isAsked = true;
    }

    /** @param usual where nothing is said */
    public PackageChoice choice(PackageChoice.Databases usual) throws FailureException {
        if (!licences.equals("keep") && !licences.equals("drop")) {
            throw new FailureException(
                    ExitCode.USAGE, "--licenses " + RawText.visible(licences) + ": not one of keep, drop");
        }
        PackageChoice.Databases databases = isAsked ? PackageChoice.Databases.KEPT : usual;
        if (isWithout) {
            databases = PackageChoice.Databases.NONE;
        }
        if (database != null) {
            databases = named(database);
        }
        return new PackageChoice(databases, licences.equals("keep"));
    }

    private static PackageChoice.Databases named(String text) throws FailureException {
        for (PackageChoice.Databases each : PackageChoice.Databases.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
                return each;
            }
        }
        throw new FailureException(
                ExitCode.USAGE, "--package-db " + RawText.visible(text) + ": not one of kept, full, none");
    }
}
