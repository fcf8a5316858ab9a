package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.path.Glob;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What kept configuration files name, whatever program reads them: files and directories that they include, other files, the
 * directories that a daemon writes to, and commands that a supervisor starts.
 */
final class Configurations implements Detector {
    /** {@code Include x/*.conf}, {@code @includedir /etc/x.d}, {@code !includedir}, {@code include "x";}, {@code .include = x}. */
    private static final Pattern INCLUDE = Pattern.compile(
            "(?i)[@#!.%]?include(?:_?dir|_?files?|_?optional|_if_exists|_try)?\\b[ \t]*[=:]?[ \t]*[\"'(]?([^ \t\"';)]+).*");

    /** {@code command=/usr/bin/app -x}, as supervisors have it. */
    private static final Pattern COMMAND =
            Pattern.compile("(?i)(?:command|exec|execstart|cmd)[ \t]*[=:][ \t]*[\"']?(.+?)[\"']?");

    private static final Pattern PATH = Pattern.compile(
            "(?<![A-Za-z0-9_.*~$%})/@-])(/[A-Za-z0-9_.@+*?-]++(?:/[A-Za-z0-9_.@+*?-]++)*+)/?+(?![A-Za-z0-9_({$%])");

    private static final Pattern NAME = Pattern.compile("(?i).*\\.(conf|cnf|cfg|ini|config)");

    /** Read by families of their own, or lists of what is nobody's need; and shells' own start files, which are programs. */
    private static final Pattern OTHERS = Pattern.compile("/etc/(ssl|pam\\.d|nginx|fonts|java[^/]*|python[^/]*|perl"
            + "|ImageMagick[^/]*|X11|gss|ld\\.so\\.conf(\\.d)?|init\\.d|rc.\\.d|cron[^/]*|apt|dpkg|alternatives|terminfo)/.*"
            + "|/etc/(passwd|group|shadow|gshadow|shells|services|protocols|nsswitch\\.conf|hosts|resolv\\.conf|mime\\.types"
            + "|ld\\.so\\.[a-z]+|magic|filesystems|profile)-?|.*(bashrc|profile|zshrc|zshenv|cshrc|inputrc)");

    private static final List<String> CONTENT =
            List.of("/etc/", "/srv/", "/var/www/", "/opt/", "/app/", "/home/", "/usr/local/etc/", "/usr/src/");

    private static final int MAX_SIZE = 1 << 18;
    private static final int MAX_LINE = 4096;
    private static final long LARGE = 16L << 20;

    private final OwnTrees trees = new OwnTrees();

    @Override
    public Family family() {
        return new Family(
                "configuration",
                "what kept configuration files name: includes, files, directories to write to, commands");
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        for (Selection.Kept kept : scene.kept().all()) {
            if (Scripts.isScript(scene, kept)) {
                ofScript(scene, kept.path(), findings.because(kept.path()));
            } else if (kept.node() instanceof Node.RegularFile file
                    && file.size() <= MAX_SIZE
                    && isConfiguration(kept)) {
                String text = scene.text(kept.path());
                if (text.indexOf('\0') < 0) {
                    findings.because(kept.path());
                    read(scene, kept.path(), text, findings);
                }
            }
        }
    }

    /** {@code /etc/NAME.conf}, {@code /etc/NAME-tools/NAME.conf}: a script's own, which no file of the program holds as a string. */
    private static void ofScript(Scene scene, RootPath script, Findings findings) throws IOException {
        String name = script.name().replaceFirst("\\.[a-z]+$", "");
        for (String place : List.of("/etc/", "/etc/*/", "/usr/local/etc/")) {
            for (RootPath file : scene.glob(place + name + ".*")) {
                findings.file(
                        Finding.Level.RECOMMENDED,
                        script.raw() + " is a script, and this a configuration of its name",
                        NAME.matcher(file.raw()).matches() ? scene.file(file.raw()) : Optional.empty());
            }
        }
    }

    private static boolean isConfiguration(Selection.Kept kept) {
        String path = kept.path().raw();
        boolean named = path.startsWith("/etc/")
                || path.contains("/etc/")
                || NAME.matcher(path).matches();
        return named
                && !OTHERS.matcher(path).matches()
                && kept.reasons().stream().anyMatch(Configurations::isAsked);
    }

    /** Not one of many in a language's library. */
    private static boolean isAsked(Reason reason) {
        return reason.kind() != Reason.Kind.TREE
                || reason.detail().startsWith("paths: ")
                || reason.detail().startsWith("app: ")
                || reason.detail().startsWith("image: ")
                || reason.detail().startsWith("configuration: ");
    }

    private void read(Scene scene, RootPath file, String text, Findings findings) throws IOException {
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String stripped = line.strip();
            if (stripped.isEmpty() || stripped.length() > MAX_LINE) {
                continue;
            }
            String evidence = "line " + number + " of " + file.raw();
            Matcher include = INCLUDE.matcher(stripped);
            if (include.matches()) {
                include(scene, file, include.group(1), evidence + " includes " + include.group(1), findings);
            } else if (!stripped.startsWith("#") && !stripped.startsWith(";") && !stripped.startsWith("//")) {
                command(scene, stripped, evidence, findings);
                Matcher path = PATH.matcher(stripped);
                while (path.find()) {
                    named(scene, path.group(1), evidence + " names " + path.group(1), findings);
                }
            }
        }
    }

    private static void include(Scene scene, RootPath file, String what, String evidence, Findings findings)
            throws IOException {
        String path = what.startsWith("/") ? what : file.parent().raw() + "/" + what;
        if (Glob.isPattern(path)) {
            findings.files(Finding.Level.RECOMMENDED, evidence, scene.glob(path));
            findings.file(
                    Finding.Level.RECOMMENDED,
                    evidence,
                    scene.directory(RootPath.of(path).parent().raw()));
            return;
        }
        Optional<RootPath> there = scene.existing(path);
        if (there.isPresent() && !OwnNames.isShared(there.get())) {
            findings.tree(Finding.Level.RECOMMENDED, evidence, there);
        }
    }

    private static void command(Scene scene, String line, String evidence, Findings findings) throws IOException {
        Matcher command = COMMAND.matcher(line);
        if (command.matches()) {
            ScriptWords words = new ScriptWords(scene, findings, Finding.Level.RECOMMENDED);
            words.text(evidence, command.group(1), scene.commands().workingDirectory());
        }
    }

    private void named(Scene scene, String raw, String evidence, Findings findings) throws IOException {
        if (Glob.isPattern(raw)) {
            if (raw.startsWith("/etc/")) {
                findings.files(Finding.Level.RECOMMENDED, evidence, scene.glob(raw));
            }
            return;
        }
        boolean run = raw.startsWith("/run/") || raw.startsWith("/var/run/");
        // A certificate or a key is named for itself: only the directory is another family's.
        boolean elsewhere =
                !run && BuiltInPaths.isElsewhere(raw) && scene.file(raw).isEmpty();
        Optional<RootPath> path = elsewhere || isMounted(raw) ? Optional.empty() : scene.existing(raw);
        if (path.isEmpty()) {
            writtenTo(scene, raw, evidence, findings);
            return;
        }
        Optional<Node> node = scene.node(path.get());
        if (node.orElse(null) instanceof Node.Directory) {
            directory(scene, path.get(), evidence, findings);
        } else if (node.orElse(null) instanceof Node.RegularFile file) {
            boolean runs = (file.attributes().mode() & 0111) != 0 && !raw.contains(".so");
            boolean possible = BuiltInPaths.isSecret(path.get())
                    || file.size() > LARGE
                    || (runs && !trees.isCheap(scene, path.get()));
            findings.file(possible ? Finding.Level.POSSIBLE : Finding.Level.RECOMMENDED, evidence, path);
        } else {
            findings.file(Finding.Level.RECOMMENDED, evidence, path);
        }
    }

    private static boolean isMounted(String raw) {
        return raw.startsWith("/dev/") || raw.startsWith("/proc/") || raw.startsWith("/sys/");
    }

    private static void directory(Scene scene, RootPath path, String evidence, Findings findings) throws IOException {
        if (OwnNames.isShared(path)) {
            return;
        }
        boolean content = CONTENT.stream().anyMatch(place -> (path.raw() + "/").startsWith(place));
        findings.file(Finding.Level.RECOMMENDED, evidence, Optional.of(path));
        boolean own = content && !Application.isLarge(scene, path);
        findings.tree(own ? Finding.Level.RECOMMENDED : Finding.Level.POSSIBLE, evidence, Optional.of(path));
    }

    /** The directory of a log or a process id that is not there yet. */
    private static void writtenTo(Scene scene, String raw, String evidence, Findings findings) throws IOException {
        String lower = raw.toLowerCase(Locale.ROOT);
        if (lower.startsWith("/var/") || lower.startsWith("/run/")) {
            Optional<RootPath> parent =
                    scene.directory(RootPath.of(raw).parent().raw());
            findings.file(
                    Finding.Level.RECOMMENDED, evidence, parent.filter(directory -> !OwnNames.isShared(directory)));
        }
    }
}
