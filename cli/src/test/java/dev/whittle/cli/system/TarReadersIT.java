package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.tar.TarEntry;
import dev.whittle.tar.TarLimits;
import dev.whittle.tar.TarReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tar reader beside GNU tar, bsdtar and python's tarfile: where these agree it agrees, where not the page says why. */
@Tag("system")
class TarReadersIT {
    private static final String REFUSED = "refused";
    private static final Pattern RUN = Pattern.compile("([\0A-Z])\\1{3,}");

    /** Type, size, name and target of each entry; 0 for links, whatever their headers say. Of a sparse file its content. */
    private static final String PYTHON = """
            import sys, tarfile
            contents = len(sys.argv) > 2
            kinds = {b'0': 'f', b'\\0': 'f', b'7': 'f', b'S': 'f', b'1': 'h', b'2': 'l', b'3': 'c', b'4': 'b', b'5': 'd', b'6': 'p'}
            out = sys.stdout.buffer
            with tarfile.open(sys.argv[1], encoding='latin-1', errors='strict') as tar:
                for entry in tar:
                    kind = 'f' if entry.issparse() else kinds.get(entry.type, '?')
                    size = entry.size if kind == 'f' else 0
                    name = entry.name + ('/' if kind == 'd' and not entry.name.endswith('/') else '')
                    pax = 'path' in entry.pax_headers or 'linkpath' in entry.pax_headers
                    link = ' -> ' + entry.linkname if kind in 'hl' else ''
                    text = ''
                    if kind == 'f':
                        content = tar.extractfile(entry)
                        while part := content.read(65536):
                            text += part.decode('latin-1')
                    content = ' = ' + text if contents else ''
                    out.write(f'{kind} {size} {name}{link}{content}\\n'.encode('latin-1', 'replace'))
            """;

    @Test
    void what_others_agree_on_it_says_too(@TempDir Path temp) throws IOException, InterruptedException {
        Path script = Files.writeString(temp.resolve("list.py"), PYTHON);
        Report report = new Report("tar-readers")
                .add("| archive | GNU tar | bsdtar | python | Whittle | why |", "|---|---|---|---|---|---|");
        List<String> wrong = new ArrayList<>();
        int agreed = 0;
        for (OddTars.Odd odd : OddTars.all()) {
            Path archive = Files.write(temp.resolve("odd.tar"), RawText.bytes(odd.archive()));
            String gnu = gnu(archive);
            String bsd = bsd(archive);
            Command list = Command.of(Setup.tool("python3"), script, archive);
            String python = said((odd.isSparse() ? list.andThen("contents") : list).run());
            if (odd.isSparse()) {
                gnu += unpacked(temp, "tar", archive);
                bsd += unpacked(temp, "bsdtar", archive);
            }
            String ours = ours(RawText.bytes(odd.archive()), odd.isSparse());
            boolean all = gnu.equals(bsd) && bsd.equals(python);
            if (all && ours.equals(gnu)) {
                agreed++;
                continue;
            }
            if (all || odd.why().isEmpty()) {
                wrong.add(odd.name() + ": " + String.join(" | ", gnu, bsd, python, ours));
            }
            report.add("| " + odd.name() + " | " + cell(gnu) + " | " + cell(bsd) + " | " + cell(python) + " | "
                    + cell(ours) + " | " + odd.why() + " |");
        }
        report.add(
                "",
                "All four agree on the other " + agreed + " archives of "
                        + OddTars.all().size() + ".");
        report.write();
        assertThat(wrong).isEmpty();
    }

    /** What a reader makes of the file {@code s}, though it may say a word of it. */
    private static String unpacked(Path temp, String reader, Path archive) throws IOException, InterruptedException {
        Path place = Files.createTempDirectory(temp, "unpacked");
        int exit = Command.of(reader, "-xf", archive, "-C", place).run().exit();
        Path file = place.resolve("s");
        String content = Files.exists(file) ? RawText.of(Files.readAllBytes(file)) : "";
        return exit == 0 ? " = " + content : " " + REFUSED;
    }

    private static String gnu(Path archive) throws IOException, InterruptedException {
        Ended ended = Command.of("tar", "--numeric-owner", "-P", "--quoting-style=literal", "-tvf", archive)
                .with("TZ", "UTC")
                .with("LC_ALL", "C")
                .run();
        if (ended.exit() != 0) {
            return REFUSED;
        }
        List<String> lines = new ArrayList<>();
        for (String line : ended.out().lines().toList()) {
            // -rw-r--r-- 0/0               7 1970-01-01 00:00 name
            String[] parts = line.split(" +", 6);
            String kind = parts[0].substring(0, 1).replace('-', 'f').replace('C', 'f');
            boolean device = kind.equals("c") || kind.equals("b");
            String name = parts[5].replace(" link to ", " -> ");
            lines.add(kind + " " + (kind.equals("f") && !device ? parts[2] : "0") + " " + name);
        }
        return String.join("; ", lines);
    }

    private static String bsd(Path archive) throws IOException, InterruptedException {
        Ended ended = Command.of("bsdtar", "--numeric-owner", "-tvf", archive)
                .with("TZ", "UTC")
                .with("LC_ALL", "C")
                .run();
        if (ended.exit() != 0) {
            return REFUSED;
        }
        List<String> lines = new ArrayList<>();
        for (String line : ended.out().lines().toList()) {
            // -rw-r--r--  0 0      0           7 Jan  1  1970 name
            String[] parts = line.split(" +", 9);
            boolean hard = parts[8].contains(" link to ");
            String kind = hard ? "h" : parts[0].substring(0, 1).replace('-', 'f');
            lines.add(kind + " " + (kind.equals("f") ? parts[4] : "0") + " "
                    + unescaped(parts[8]).replace(" link to ", " -> "));
        }
        return String.join("; ", lines);
    }

    /** Under LC_ALL=C it shows other bytes than ASCII in octal digits. */
    private static String unescaped(String name) {
        return Pattern.compile("\\\\([0-7]{3})")
                .matcher(name)
                .replaceAll(found -> String.valueOf((char) Integer.parseInt(found.group(1), 8)));
    }

    private static String said(Ended ended) {
        return ended.exit() == 0 ? String.join("; ", ended.out().lines().toList()) : REFUSED;
    }

    private static String ours(byte[] archive, boolean contents) throws IOException {
        List<String> lines = new ArrayList<>();
        try {
            ByteSource source = ByteSource.of(archive);
            TarReader reader = new TarReader("odd", source, TarLimits.DEFAULT);
            for (Optional<TarEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
                TarEntry entry = next.get();
                String kind =
                        switch (entry.type()) {
                            case FILE -> "f";
                            case HARD_LINK -> "h";
                            case SYMBOLIC_LINK -> "l";
                            case CHARACTER_DEVICE -> "c";
                            case BLOCK_DEVICE -> "b";
                            case DIRECTORY -> "d";
                            case FIFO -> "p";
                        };
                String target = entry.linkTarget().isEmpty() ? "" : " -> " + entry.linkTarget();
                String size = kind.equals("f") ? String.valueOf(entry.size()) : "0";
                lines.add(kind + " " + size + " " + entry.name() + target + (contents ? content(entry, source) : ""));
            }
        } catch (BadArchiveException e) {
            return REFUSED;
        }
        return String.join("; ", lines);
    }

    private static String content(TarEntry entry, ByteSource archive) throws IOException {
        try (ByteSource content = entry.open(archive)) {
            return " = " + RawText.of(content.head(1 << 20));
        }
    }

    private static String cell(String text) {
        String shown = RUN.matcher(text)
                .replaceAll(
                        run -> run.group().length() + " times " + run.group(1).replace("\0", "NUL") + " ")
                .strip();
        shown = RawText.visible(shown).replace("|", "\\|");
        return shown.length() > 60 ? shown.substring(0, 57) + "…" : shown;
    }
}
