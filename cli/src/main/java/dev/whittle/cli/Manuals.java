package dev.whittle.cli;

import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.Environment;
import dev.whittle.cli.console.Version;
import dev.whittle.cli.help.HelpPage;
import dev.whittle.cli.help.ManPage;
import dev.whittle.cli.help.Overview;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/** What the build runs to write manual pages and completion scripts, laid out as below {@code /usr/share}. */
final class Manuals {
    private static final Map<String, String> SCRIPTS = Map.of(
            "bash", "bash-completion/completions/whittle",
            "zsh", "zsh/site-functions/_whittle",
            "fish", "fish/vendor_completions.d/whittle.fish");

    private Manuals() {}

    /** {@code Manuals DIRECTORY} */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        Console nowhere = new Console(Environment.silent(directory.toAbsolutePath(), Map.of()));
        List<HelpPage> pages = new ArrayList<>(List.of(Overview.page(Dispatch.overview())));
        for (CommandLine command :
                Dispatch.commands(Dispatch.VERBS, nowhere).getSubcommands().values()) {
            pages.add(HelpPage.of(command.getCommandSpec()));
        }
        List<String> names =
                pages.stream().map(page -> page.command().replace(' ', '-')).toList();
        Path manual = Files.createDirectories(directory.resolve("man/man1"));
        for (HelpPage page : pages) {
            Files.writeString(manual.resolve(ManPage.fileName(page)), ManPage.of(page, Version.read(), names));
        }
        for (Map.Entry<String, String> script : SCRIPTS.entrySet()) {
            Path file = directory.resolve(script.getValue());
            Files.createDirectories(file.getParent());
            Files.write(file, output("generate-completion", script.getKey()));
        }
    }

    private static byte[] output(String... command) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Environment environment = new Environment(
                Path.of("").toAbsolutePath(),
                Map.of(),
                InputStream.nullInputStream(),
                Optional.empty(),
                false,
                out,
                OutputStream.nullOutputStream(),
                false,
                false,
                false);
        if (Cli.run(command, environment) != ExitCode.DONE) {
            throw new IOException(String.join(" ", command) + " failed");
        }
        return out.toByteArray();
    }
}
