package dev.whittle.cli.options;

import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.FailureException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is told of a result, beside it or in its place. */
@Heading("Result")
public final class ReportOptions {
    private static final String STANDARD_OUTPUT = "-";

    @Often("print what would be written, and write nothing")
    @Option(names = "--dry-run", description = "Print the paths and sizes that would be written, and write nothing.")
    boolean dryRun;

    @Often("write what was kept and why, as JSON")
    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "Write what was kept and why as JSON (schema in docs/json.md); of slim, as a page for a browser if"
                            + " FILE ends in .html.")
    @Nullable
    String report;

    public boolean isDryRun() {
        return dryRun;
    }

    /** Whether a report of this name is a page for a browser. */
    public static boolean isPage(String file) {
        return file.endsWith(".html");
    }

    /** Where the report goes, raw; {@code -} is standard output. */
    public Optional<String> report() {
        return Optional.ofNullable(report);
    }

    /** Likewise, if that is a file. */
    public Optional<String> file() {
        return report().filter(name -> !name.equals(STANDARD_OUTPUT));
    }

    /** @param taken whether something else goes to standard output */
    public void check(boolean taken) throws FailureException {
        if (taken && STANDARD_OUTPUT.equals(report)) {
            throw new FailureException(
                    ExitCode.USAGE, "the report cannot go to standard output as well: use --report FILE");
        }
    }
}
