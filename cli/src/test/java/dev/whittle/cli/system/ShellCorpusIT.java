package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import dev.whittle.process.Environment;
import dev.whittle.process.Event;
import dev.whittle.process.ProcessModel;
import dev.whittle.script.Shebang;
import dev.whittle.source.DirectoryRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shell scripts of this machine's packages: each is analysed within limits, and the programs that some of them
 * execute at run time are among those found by analysis.
 */
@Tag("system")
class ShellCorpusIT {
    private static final int WANTED = 200;

    /** A limit for runaway scripts, not a measure of speed. */
    private static final int MAX_SECONDS = 60;

    private static final int MAX_EVENTS = 200_000;
    private static final int MAX_RUN = 120;

    /** Share of the executed programs that must have been found. */
    private static final double FOUND = 0.85;

    private static final Pattern SHELL = Pattern.compile("/(sh|bash|dash)$");
    private static final Pattern EXECUTED = Pattern.compile("execve\\(\"([^\"]*)\".* = 0$");

    private final DirectoryRoot root = DirectoryRoot.open(Path.of("/"));

    ShellCorpusIT() throws IOException {}

    private static List<Path> scripts(String... directories) throws IOException {
        List<Path> scripts = new ArrayList<>();
        for (String directory : directories) {
            try (Stream<Path> files = Files.walk(Path.of(directory))) {
                for (Path file : files.sorted().toList()) {
                    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && isShellScript(file)) {
                        scripts.add(file);
                    }
                }
            }
        }
        return scripts;
    }

    private static boolean isShellScript(Path file) throws IOException {
        String head;
        try (var in = Files.newInputStream(file)) {
            head = new String(in.readNBytes(128), StandardCharsets.ISO_8859_1);
        }
        return head.startsWith("#!")
                && Shebang.parse(head)
                        .filter(line -> SHELL.matcher(line.interpreter()).find())
                        .isPresent();
    }

    private List<Event> events(Path script) {
        List<Event> events = new ArrayList<>();
        Environment environment = Environment.of(Map.of("PATH", Setup.PATH, "HOME", "/nonexistent"));
        new ProcessModel(root, events::add).script(RootPath.of(script.toString()), environment, "/");
        return events;
    }

    @Test
    void each_script_is_read_within_bounds() throws Exception {
        List<Path> scripts = scripts("/usr/bin", "/usr/sbin", "/etc", "/usr/lib", "/usr/share");
        assertThat(scripts).hasSizeGreaterThanOrEqualTo(WANTED);
        List<String> slow = new ArrayList<>();
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            for (Path script : scripts) {
                try {
                    List<Event> events = one.submit(() -> events(script)).get(MAX_SECONDS, TimeUnit.SECONDS);
                    assertThat(events).as(script.toString()).hasSizeLessThan(MAX_EVENTS);
                } catch (TimeoutException e) {
                    slow.add(script.toString());
                    break; // the thread is busy with it
                } catch (ExecutionException e) {
                    throw new AssertionError(script.toString(), e.getCause());
                }
            }
        } finally {
            one.shutdownNow();
        }
        assertThat(slow)
                .as("scripts that take more than %d seconds", MAX_SECONDS)
                .isEmpty();
    }

    @Test
    void what_a_run_executes_was_found(@TempDir Path temp) throws IOException, InterruptedException {
        Setup.tool("strace");
        Command.of("chmod", "777", temp).run().succeeds();
        int executed = 0;
        int ran = 0;
        List<String> missed = new ArrayList<>();
        List<Path> scripts = scripts("/usr/bin", "/usr/sbin").stream()
                .sorted(Comparator.comparing(Path::toString))
                .limit(MAX_RUN)
                .toList();
        for (Path script : scripts) {
            Set<String> programs = executed(script, temp);
            if (programs.isEmpty()) {
                continue;
            }
            ran++;
            Set<String> known = events(script).stream()
                    .filter(Event.Started.class::isInstance)
                    .map(event ->
                            real(((Event.Started) event).invocation().program().raw()))
                    .collect(Collectors.toSet());
            executed += programs.size();
            programs.removeAll(known);
            missed.addAll(programs.stream()
                    .map(program -> script.getFileName() + ": " + program)
                    .toList());
        }
        int found = executed - missed.size();
        new Report("shell-corpus")
                .add("| scripts run | programs executed | found by reading | not found |", "|--:|--:|--:|---|")
                .add(String.format(
                        Locale.ROOT,
                        "| %d | %d | %d | %s |",
                        ran,
                        executed,
                        found,
                        missed.isEmpty() ? "–" : String.join(", ", missed)))
                .write();
        assertThat(ran).isGreaterThan(10);
        assertThat((double) found / executed).as("not found: %s", missed).isGreaterThanOrEqualTo(FOUND);
    }

    /** The real paths of what {@code SCRIPT --version} executes, except the script and its interpreter. */
    private Set<String> executed(Path script, Path temp) throws IOException, InterruptedException {
        Path out = temp.resolve("trace");
        Files.deleteIfExists(out);
        Command.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "timeout", "20")
                .andThen("strace", "-f", "-qq", "-s", "4096", "-e", "trace=execve", "-o", out, script, "--version")
                .in(temp)
                .run();
        Set<String> programs = new TreeSet<>();
        if (!Files.exists(out)) {
            return programs;
        }
        for (String line : Files.readAllLines(out, StandardCharsets.ISO_8859_1)) {
            Matcher matcher = EXECUTED.matcher(line);
            if (matcher.find()) {
                programs.add(real(matcher.group(1)));
            }
        }
        programs.remove(real(script.toString()));
        return programs;
    }

    private static String real(String path) {
        try {
            return Path.of(path).toRealPath().toString();
        } catch (IOException e) {
            return path;
        }
    }
}
