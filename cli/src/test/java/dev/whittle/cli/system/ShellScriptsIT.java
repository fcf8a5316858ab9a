package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every shell script of the checkout passes shellcheck. */
@Tag("system")
class ShellScriptsIT {
    @Test
    void shellcheck_has_nothing_to_say() throws Exception {
        List<Path> scripts = scripts();
        assertThat(scripts).hasSizeGreaterThan(15);
        Ended ended = Command.of(Setup.tool("shellcheck"), "--external-sources", "--format", "gcc")
                .andThen(scripts.toArray())
                .in(Setup.checkout())
                .run();
        assertThat(ended.out() + ended.err()).isEmpty();
        ended.succeeds();
    }

    private static List<Path> scripts() throws IOException, InterruptedException {
        String tracked = Command.of("git", "-c", "safe.directory=*", "ls-files", "-z")
                .in(Setup.checkout())
                .run()
                .succeeds()
                .out();
        List<Path> scripts = new ArrayList<>();
        for (String name : tracked.split("\0", -1)) {
            Path file = Setup.checkout().resolve(name);
            if (Files.isRegularFile(file) && (name.endsWith(".sh") || isShell(file))) {
                scripts.add(file);
            }
        }
        return scripts;
    }

    private static boolean isShell(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(40), StandardCharsets.ISO_8859_1);
            return start.matches("(?s)#!(/bin/sh|/bin/bash|/usr/bin/env (ba)?sh)\n.*");
        }
    }
}
