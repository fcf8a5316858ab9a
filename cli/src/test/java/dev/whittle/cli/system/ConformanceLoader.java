package dev.whittle.cli.system;

import dev.whittle.bytes.RawText;
import dev.whittle.testdata.conformance.Question;
import dev.whittle.testdata.conformance.RootLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** This machine's loaders, run inside a root. Needs root rights, perl and unshare. */
final class ConformanceLoader {
    /** chroot and env in one: if the variables were set before, a loader would list chroot itself. */
    private static final String ENTER = """
            chroot(shift) or die $!; chdir "/"; s/\\\\([0-7]{3})/chr oct $1/ge, s/\\\\n/\\n/g for @ARGV;
            while ($ARGV[0] =~ /^(\\w+)=(.*)/s) { $1 eq "UID" ? ($< = $> = $2) : ($ENV{$1} = $2); shift }
            exec { $ARGV[0] } @ARGV or die $!;
            """;

    private static final Pattern LISTED = Pattern.compile("^\t(.*?)(?: \\(0x[0-9a-f]+\\))?$");
    private static final Pattern GLIBC_FATAL =
            Pattern.compile("^[^ ]+: error while loading shared libraries: (.+): (.+)$");
    private static final Pattern GLIBC_VERSION =
            Pattern.compile("^[^ ]+: ([^ ]+): version `(.+)' not found \\(required by (.+)\\)$");
    private static final Pattern MUSL_ERROR =
            Pattern.compile("^Error loading shared library ([^ ]+): (.+?)(?: \\(needed by .*\\))?$");

    /** A library of another machine is mapped and listed, and its relocations are meaningless here. */
    private static final Pattern MUSL_RELOCATION =
            Pattern.compile("^Error relocating .*/(.+): unsupported relocation type .*$");

    private final Path root;
    private final Question question;
    private final boolean glibc;

    ConformanceLoader(Path root, Question question) {
        this.root = root;
        this.question = question;
        this.glibc = question.libc().equals("glibc");
    }

    /** How a process ended; its output has one char per byte. */
    record Ended(int exit, List<String> out, List<String> err) {}

    /** Its listing, followed by its errors, in the format of case.txt. */
    Ended trace(String realPath) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        if (glibc) {
            words.add("LD_TRACE_LOADED_OBJECTS=1");
        }
        words.addAll(environment());
        words.addAll(loader());
        if (!glibc) {
            words.add("--list");
        }
        words.add(realPath);
        Ended ended = run(List.of(), words);
        return new Ended(ended.exit, listing(ended.out), List.copyOf(new LinkedHashSet<>(faults(ended.err))));
    }

    /** Runs the program, which ends immediately. */
    Ended start(String realPath) throws IOException, InterruptedException {
        List<String> words = environment();
        words.addAll(loader());
        words.add(realPath);
        return run(List.of(), words);
    }

    /**
     * Runs it set-id as another user: only the kernel can set AT_SECURE. There is no trace in this mode, but
     * /etc/suid-debug lets glibc's LD_DEBUG pass (elf/rtld.c:process_envvars).
     */
    Ended startSecure(String path) throws IOException, InterruptedException {
        Files.createDirectories(root.resolve("proc"));
        Files.createDirectories(root.resolve("etc"));
        Files.createFile(root.resolve("etc/suid-debug"));
        Files.setAttribute(root.resolve(path.substring(1)), "unix:mode", 04755);
        Files.setAttribute(root, "unix:mode", 0755);
        List<String> words = environment();
        words.add("LD_DEBUG=files");
        words.add("UID=65534");
        words.add(path);
        // $ORIGIN of a program that the kernel maps comes from /proc.
        String mounted = "mount -t proc proc \"$0\" && exec \"$@\"";
        return run(
                List.of(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        mounted,
                        root.resolve("proc").toString()),
                words);
    }

    /** Paths of the libraries that glibc initialized, from LD_DEBUG=files. */
    static Set<String> initialised(Ended ended) {
        Set<String> paths = new LinkedHashSet<>();
        String mark = "calling init: ";
        ended.err.stream()
                .filter(line -> line.contains(mark) && !line.endsWith(RootLayout.GLIBC_LOADER))
                .forEach(line -> paths.add(line.substring(line.indexOf(mark) + mark.length())));
        return paths;
    }

    private List<String> environment() {
        List<String> words = new ArrayList<>();
        question.option("library-path").ifPresent(list -> words.add("LD_LIBRARY_PATH=" + list));
        question.option("preload").ifPresent(list -> words.add("LD_PRELOAD=" + list));
        if (glibc && question.option("library-path").orElse("").contains("PLATFORM")) {
            // glibc before 2.37 calls a processor with AVX2 "haswell" (sysdeps/x86/cpu-features.c).
            words.add("GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2");
        }
        return words;
    }

    /** With the levels in the question, whatever this processor has. */
    private List<String> loader() {
        if (!glibc) {
            return List.of(RootLayout.MUSL_LOADER);
        }
        List<String> words = new ArrayList<>(List.of(RootLayout.GLIBC_LOADER, "--glibc-hwcaps-mask", "none"));
        Optional<String> levels = question.option("hwcaps");
        levels.ifPresent(list -> words.addAll(List.of("--glibc-hwcaps-prepend", list.replace(',', ':'))));
        return words;
    }

    private static List<String> listing(List<String> out) {
        List<String> lines = new ArrayList<>();
        for (String line : out) {
            Matcher listed = LISTED.matcher(line);
            if (listed.matches() && !line.contains("linux-vdso.so")) {
                lines.add(RawText.visible(listed.group(1)));
            }
        }
        return lines;
    }

    private List<String> faults(List<String> err) {
        List<String> faults = new ArrayList<>();
        for (String line : err) {
            Matcher fatal = GLIBC_FATAL.matcher(line);
            Matcher version = GLIBC_VERSION.matcher(line);
            Matcher error = MUSL_ERROR.matcher(line);
            Matcher relocation = MUSL_RELOCATION.matcher(line);
            if (!glibc && relocation.matches()) {
                faults.add("fatal " + relocation.group(1));
            } else if (!glibc && error.matches()) {
                boolean bad = error.group(2).equals("Exec format error")
                        || error.group(2).equals("Is a directory");
                faults.add((bad ? "fatal " : "missing ") + error.group(1));
            } else if (glibc && fatal.matches()) {
                // The names of errno values are in libc, which is missing here.
                faults.add("fatal " + fatal.group(1) + ": " + fatal.group(2).replace("Error 21", "is a directory"));
            } else if (glibc && version.matches()) {
                faults.add("version " + version.group(1) + " " + version.group(2) + " wanted by " + version.group(3));
            }
        }
        return faults;
    }

    private Ended run(List<String> under, List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(under);
        command.addAll(List.of("perl", "-e", ENTER, root.toString()));
        command.addAll(words);
        Path out = Files.createTempFile(root.getParent(), "out", "");
        Path err = Files.createTempFile(root.getParent(), "err", "");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        String path = builder.environment().getOrDefault("PATH", "/usr/bin:/bin");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().put("LC_ALL", "C");
        int exit = builder.start().waitFor();
        return new Ended(
                exit,
                Files.readAllLines(out, StandardCharsets.ISO_8859_1),
                Files.readAllLines(err, StandardCharsets.ISO_8859_1));
    }
}
