package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every program of /usr/bin: the machine's own loader on one side, {@code whittle ldd --format ldd} on the other. */
@Tag("system")
class LddOracleIT {
    private static final Path LOADER = Path.of("/lib64/ld-linux-x86-64.so.2");
    private static final int LEAST_PROGRAMS = 300;
    private static final Pattern LEVEL = Pattern.compile("^  (\\S+) \\(supported, searched\\)$");

    @Test
    void the_machines_loader_says_the_same_of_every_program() throws IOException, InterruptedException {
        Oracle oracle = new Oracle();
        List<String> programs = programs(oracle);
        assertThat(programs)
                .as("dynamic programs of /usr/bin (testdata/provision installs more)")
                .hasSizeGreaterThanOrEqualTo(LEAST_PROGRAMS);
        Map<String, List<String>> ours = whittle(programs);
        for (String program : programs) {
            Ended theirs = Command.of(LOADER, program)
                    .with("LD_TRACE_LOADED_OBJECTS", "1")
                    .run();
            if (theirs.crashed()) {
                oracle.leaveOut("crash the loader", program);
            } else {
                oracle.compare(
                        program, Oracle.comparable(theirs.lines()), ours.getOrDefault(program, List.of("nothing")));
            }
        }
        report(oracle);
        assertThat(oracle.different()).isEmpty();
        assertThat(oracle.compared()).isGreaterThanOrEqualTo(LEAST_PROGRAMS);
    }

    private static List<String> programs(Oracle oracle) throws IOException {
        Collection<Program> files = Program.in(Path.of("/usr/bin"), false);
        List<String> dynamic = new ArrayList<>();
        for (Program file : files) {
            switch (file.kind()) {
                case DYNAMIC -> dynamic.add(file.path().toString());
                case STATIC -> oracle.leaveOut("static", file.path().toString());
                case FOREIGN ->
                    oracle.leaveOut("of another machine or class", file.path().toString());
                case NOT_ELF -> {} // a script is no program of the loader's
            }
        }
        return dynamic;
    }

    private static Map<String, List<String>> whittle(List<String> programs) throws IOException, InterruptedException {
        List<Object> arguments = new ArrayList<>(List.of("ldd", "--format", "ldd", "--hwcaps", levels()));
        arguments.addAll(programs);
        Ended ended = Whittle.built().run(arguments.toArray());
        // Programs that miss something are part of the comparison; worse than that is none.
        assertThat(ended.exit()).as(ended.err()).isBetween(0, 1);
        return Oracle.byFile(ended.lines());
    }

    /** The levels that this processor has, as the loader itself lists them. */
    private static String levels() throws IOException, InterruptedException {
        List<String> levels = new ArrayList<>();
        boolean inSection = false;
        for (String line : Command.of(LOADER, "--help").run().succeeds().lines()) {
            inSection = line.isEmpty() ? false : inSection || line.startsWith("Subdirectories of glibc-hwcaps");
            Matcher level = LEVEL.matcher(line);
            if (inSection && level.matches()) {
                levels.add(level.group(1));
            }
        }
        return levels.isEmpty() ? "none" : String.join(",", levels);
    }

    private static void report(Oracle oracle) throws IOException, InterruptedException {
        String release = Files.readAllLines(Path.of("/etc/os-release")).stream()
                .filter(line -> line.startsWith("PRETTY_NAME="))
                .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
                .findFirst()
                .orElse("this machine");
        String glibc = Command.of(LOADER, "--version").run().lines().get(0).replaceAll(".*version |\\.$", "");
        new Report("ldd-oracle")
                .add("| programs | compared | same | different | left out |", "|---|--:|--:|--:|---|")
                .add(oracle.row("/usr/bin of " + release + ", glibc " + glibc + ", x86-64"))
                .add("")
                .addAll(oracle.listOfLeftOut())
                .write();
    }
}
