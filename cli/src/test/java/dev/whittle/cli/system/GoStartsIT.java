package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.ByteSource;
import dev.whittle.golang.ProgramCall;
import dev.whittle.golang.ProgramCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Go programs as the compiler makes them, and what their source starts. */
@Tag("system")
class GoStartsIT {
    private static final int MINUTES = 10;

    private static final String UTIL = """
            package util

            import "os/exec"

            type T struct{ n int }

            //go:noinline
            func Run(name string, args ...string) error { return exec.Command(name, args...).Run() }

            //go:noinline
            func (t *T) Sh(text string) error { t.n++; return exec.Command("/bin/sh", "-c", text).Run() }
            """;

    private static final String MAIN = """
            package main

            import (
                "context"
                "fmt"
                "os"
                "os/exec"
                "syscall"

                "example.com/server/util"
            )

            var command = exec.Command

            //go:noinline
            func choose() {
                name := "zip"
                if len(os.Args) > 3 {
                    name = "bzip2"
                }
                fmt.Println(exec.Command(name, os.Args[1:]...).Run())
            }

            func main() {
                fmt.Println(exec.Command("gzip", "-c").Run())
                fmt.Println(exec.Command("sh", "-c", "sort | uniq -c").Run())
                fmt.Println(exec.CommandContext(context.Background(), "tar", "-C", os.Args[1], "-xf", "-").Run())
                fmt.Println(exec.LookPath("xz"))
                fmt.Println(exec.Command(os.Args[2]).Run())
                choose()
                func() { fmt.Println(exec.Command("sed", "-n", "1p").Run()) }()
                fmt.Println(exec.Command("find", "/srv", "-name", "a", "-o", "-name", "b", "-type", "f", "-print0").Run())
                fmt.Println(util.Run("rsync", "-a", os.Args[1]))
                fmt.Println(command("du", "-s").Run())
                var t util.T
                fmt.Println(t.Sh("date | wc -l"), exec.Command("bash", "-c", "cut -f1 "+os.Args[1]).Run())
                fmt.Println(os.StartProcess("/usr/bin/tac", []string{"tac", "/etc/hosts"}, &os.ProcAttr{}))
                fmt.Println(syscall.Exec("/usr/bin/env", []string{"env", "-i", "perl"}, os.Environ()))
            }
            """;

    @ParameterizedTest
    @CsvSource({
        "amd64, exe, ''", "amd64, exe, -s -w", "amd64, pie, ''", "amd64, pie, -s -w",
        "arm64, exe, ''", "arm64, exe, -s -w", "arm64, pie, ''", "arm64, pie, -s -w",
    })
    void the_calls_of_a_compiled_program_are_those_of_its_source(
            String machine, String mode, String flags, @TempDir Path temp) throws IOException, InterruptedException {
        Files.writeString(temp.resolve("go.mod"), "module example.com/server\ngo 1.18\n");
        Files.writeString(Files.createDirectory(temp.resolve("util")).resolve("util.go"), UTIL);
        Files.writeString(temp.resolve("main.go"), MAIN);
        Path program = temp.resolve("server");
        build(temp, machine, List.of("-buildmode=" + mode, "-ldflags=" + flags, "-o", program.toString()));
        // Some compilers put a small closure into the function that calls it.
        assertThat(calls(program))
                .map(call -> call.replace("main.main.func1:", "main.main:"))
                .containsExactlyInAnyOrder(
                        "main.main: gzip [-c]",
                        "main.main: sh [-c, sort | uniq -c]",
                        "main.main: tar [-C, ?, -xf, -]",
                        "main.main looks for xz",
                        "main.choose: zip [] ...",
                        "main.choose: bzip2 [] ...",
                        "main.main: sed [-n, 1p]",
                        "main.main: find [/srv, -name, a, -o, -name, b, -type, f, -print0]",
                        "main.main: rsync [-a, ?]",
                        "main.main: du [-s]",
                        "main.main: /bin/sh [-c, date | wc -l]",
                        "main.main: bash [-c, ?]",
                        "example.com/server/util.(*T).Sh: /bin/sh [-c, ?]",
                        "main.main: /usr/bin/tac [/etc/hosts]",
                        "main.main: /usr/bin/env [-i, perl]");
    }

    private static void build(Path directory, String machine, List<String> options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("go", "build", "-trimpath"));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment()
                .putAll(Map.of(
                        "GOARCH",
                        machine,
                        "GOOS",
                        "linux",
                        "CGO_ENABLED",
                        "0",
                        "GOPROXY",
                        "off",
                        "GOFLAGS",
                        "-mod=mod"));
        Path said = directory.resolve("said");
        Process go =
                builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        try {
            assertThat(go.waitFor(MINUTES, TimeUnit.MINUTES)).as("it ends").isTrue();
            assertThat(go.exitValue()).as("%s", Files.readString(said)).isZero();
        } finally {
            go.destroyForcibly();
        }
    }

    private static List<String> calls(Path program) throws IOException {
        List<String> calls = new ArrayList<>();
        try (ByteSource content = ByteSource.open(program)) {
            for (ProgramCall call : ProgramCalls.of("server", content)) {
                assertThat(call.own()).as(call.caller()).isTrue();
                List<String> words = call.arguments().stream()
                        .map(argument -> argument.orElse("?"))
                        .toList();
                String rest = " " + words + (call.complete() ? "" : " ...");
                calls.add(call.caller()
                        + (call.looks() ? " looks for " : ": ")
                        + call.name()
                        + (call.looks() ? "" : rest));
            }
        }
        return calls;
    }
}
