package dev.whittle.cli.options;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.path.HostPath;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What else to keep, and what not. */
@Heading("What to keep")
public final class SelectionOptions {
    @Often("keep this path too")
    @Option(
            names = "--include",
            paramLabel = "PATH|GLOB",
            description =
                    "Keep this path too, a relative one seen from where a relative FILE is. A directory brings all"
                            + " below it (DIR/. does not), an ELF file its libraries.")
    List<String> include = new ArrayList<>();

    @Option(
            names = "--include-from",
            paramLabel = "FILE",
            description =
                    "Read such paths from FILE, one a line, such as whittle try writes it; # starts a comment line; -"
                            + " is standard input.")
    @Nullable
    String includeFrom;

    @Option(
            names = "--include-shell",
            description =
                    "Keep the image's shell too, with all names of its file (the applets of busybox), and tools that"
                            + " the image has for looking around: ls, ps, strace and the like. slim appends -debug to the"
                            + " tag.")
    boolean includeShell;

    @Often("leave this path out")
    @Option(
            names = "--exclude",
            paramLabel = "PATH|GLOB",
            description =
                    "Leave this path of the root out, and all below it. If something needs it: a warning, and exit"
                            + " code 1.")
    List<String> exclude = new ArrayList<>();

    @Option(
            names = "--add",
            paramLabel = "HOSTFILE:PATH",
            description = "Place a file of the host in the output, owned by root, and resolve it there.")
    List<String> add = new ArrayList<>();

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description =
                    "Keep too what a run really used: FILE is the output of strace -f -y -e trace=%%file, or of glibc's"
                            + " loader with LD_DEBUG=libs,files; - is standard input. May be given several times.")
    List<String> trace = new ArrayList<>();

    private final List<Include> settings = new ArrayList<>();
    private final List<String> settingExcludes = new ArrayList<>();

    @Mixin
    AccountOptions accounts = new AccountOptions();

    @Mixin
    PackageOptions packages = new PackageOptions();

    /** In a file of includes, why the next path is kept: a run has told. */
    public static final String TRIED = "#tried: ";

    /**
     * One path or glob to keep, raw.
     *
     * @param tried how a run has told that it is needed, if one has; raw
     * @param setting where a file of settings or a variable names it, with the reason if there is one; raw
     */
    public record Include(String path, Optional<String> tried, Optional<String> setting) {
        Include(String path, Optional<String> tried) {
            this(path, tried, Optional.empty());
        }
    }

    /** A file of the host and its place in the root, both raw. */
    public record Added(String hostFile, String place) {}

    public List<Include> includes(Console console) throws FailureException {
        List<Include> all = new ArrayList<>(settings);
        include.forEach(path -> all.add(new Include(path, Optional.empty())));
        if (includeFrom != null) {
            Optional<String> tried = Optional.empty();
            for (String line : read(console, includeFrom).split("\n", -1)) {
                if (line.indexOf('\0') >= 0) {
                    throw new FailureException(
                            ExitCode.INPUT,
                            "--include-from " + RawText.visible(includeFrom)
                                    + ": holds a NUL, so it is no list of paths");
                }
                String plain = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
                if (plain.startsWith(TRIED)) {
                    tried = Optional.of(plain.substring(TRIED.length()));
                } else if (!plain.isBlank() && !plain.startsWith("#")) {
                    all.add(new Include(plain, tried));
                    tried = Optional.empty();
                }
            }
        }
        return all;
    }

    /** Whether one of these was given. */
    public boolean any() {
        return includeFrom != null
                || includeShell
                || !include.isEmpty()
                || !exclude.isEmpty()
                || !add.isEmpty()
                || !trace.isEmpty()
                || accounts.any()
                || packages.any();
    }

    public AccountOptions accounts() {
        return accounts;
    }

    /** Whether a shell and tools are kept for debugging. */
    public boolean includesShell() {
        return includeShell;
    }

    /** The file of includes, raw. */
    public Optional<String> includeFrom() {
        return Optional.ofNullable(includeFrom);
    }

    public PackageOptions packages() {
        return packages;
    }

    /** Files of the host, raw. */
    public List<String> traces() {
        return trace;
    }

    /** Files of the host that say what to keep. */
    List<String> read() {
        List<String> all = new ArrayList<>(trace);
        if (includeFrom != null) {
            all.add(includeFrom);
        }
        return all;
    }

    /** Whether anything is named to be kept. */
    public boolean selects() {
        return !include.isEmpty()
                || !settings.isEmpty()
                || includeShell
                || includeFrom != null
                || !add.isEmpty()
                || !trace.isEmpty();
    }

    public List<String> excludes() {
        List<String> all = new ArrayList<>(settingExcludes);
        all.addAll(exclude);
        return all;
    }

    /**
     * A path to keep that no option names.
     *
     * @param reason why, raw; may be empty
     * @param from where that is said
     */
    public void alsoInclude(String path, String reason, String from) {
        settings.add(new Include(path, Optional.empty(), Optional.of(from + (reason.isEmpty() ? "" : ": " + reason))));
    }

    /** A path to leave out that no option names. */
    public void alsoExclude(String path) {
        settingExcludes.add(path);
    }

    public List<Added> added() throws FailureException {
        List<Added> all = new ArrayList<>();
        for (String text : add) {
            int colon = text.lastIndexOf(':');
            if (colon <= 0 || colon == text.length() - 1) {
                throw new FailureException(
                        ExitCode.USAGE, "--add " + RawText.visible(text) + ": not of the form HOSTFILE:PATH");
            }
            all.add(new Added(text.substring(0, colon), text.substring(colon + 1)));
        }
        return all;
    }

    private static String read(Console console, String file) throws FailureException {
        try {
            byte[] content = file.equals("-")
                    ? console.environment().in().readAllBytes()
                    : Files.readAllBytes(HostPath.of(console.environment().workingDirectory(), file));
            return RawText.of(content);
        } catch (IOException e) {
            throw new FailureException(
                    ExitCode.INPUT, "--include-from " + RawText.visible(file) + ": " + Messages.reason(e), e);
        }
    }
}
