package dev.whittle.cli;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.console.Environment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Run by the build to record the classes for the start archive: the usual commands in one process, since an archive
 * records one run. Only the output of the last one is kept; files are left in the working directory.
 */
final class Training {
    private Training() {}

    /** @param arguments which commands, {@code quick}, {@code full} or {@code all}, and an ELF file of this machine */
    public static void main(String[] arguments) {
        String file = RawText.ofText(arguments[1]);
        List<List<String>> quick = List.of(
                List.of("--version"),
                List.of("--help"),
                List.of("ldd", "--format", "list", file),
                // Enough files for more than one thread.
                List.of("ldd", "--format", "ldd", file, file, file, file, file, file, file, file));
        List<List<String>> full = List.of(
                List.of("ldd", "--format=json", "-v", file),
                List.of("ldd", "--no-such-option"),
                List.of("ldd", "--help"),
                List.of("layer", file, "-o", "-"),
                List.of("layer", file, "-o", "-", "--compress", "gzip"),
                List.of("layer", file, "--dry-run"),
                // An image of the file: created, then read uncompressed and compressed, and written in the usual forms.
                List.of("layer", file, "-o", "root.tar"),
                List.of("slim", "tar:root.tar", "-o", "docker-archive:image.tar:image:1", "--entrypoint", file),
                List.of("slim", "docker-archive:image.tar", "-o", "oci:layout:1"),
                List.of("slim", "oci:layout:1", "-o", "-"),
                List.of("slim", "image.tar", "--report", "report.json", "-o", "oci-archive:archive.tar"),
                List.of("scan", "tar:root.tar"),
                List.of("ldd", "--from", "docker-archive:image.tar", file));
        if (!arguments[0].equals("full")) {
            quick.forEach(Training::run);
        }
        if (!arguments[0].equals("quick")) {
            full.forEach(Training::run);
        }
        // To this process' own standard output, and to its end.
        Main.main(new String[] {"ldd", arguments[1]});
    }

    private static void run(List<String> command) {
        Environment nowhere = Environment.silent(Path.of("").toAbsolutePath(), Map.of("LANG", "C.UTF-8"));
        Cli.run(command.toArray(String[]::new), nowhere);
    }
}
