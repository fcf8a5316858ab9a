package dev.whittle.discover.language;

import dev.whittle.bytes.ByteSource;
import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.process.ProcessFindings;
import dev.whittle.discover.process.Scripts;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Programs and libraries that Java classes name. Arguments of calls are not tracked: if a class can start programs
 * ({@code ProcessBuilder}, {@code Runtime.exec}), its literals that are names of programs count; if it loads libraries
 * ({@code System.loadLibrary}, JNA), those that are names of libraries do.
 */
final class ClassCalls {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]{1,63}+|/[A-Za-z0-9_.+/-]{2,200}+");
    private static final Pattern LINE = Pattern.compile("[a-z][a-z0-9_.+-]{1,40}+ [^\\n]{1,400}+");

    /** Limit for one class, in bytes. */
    private static final int MAX_CLASS = 1 << 20;

    /** Limit for all classes that are read for one closure, in bytes. */
    private static final long MAX_READ = 64L << 20;

    private final Map<RootPath, List<Calls>> calls = new HashMap<>();
    private long left = MAX_READ;

    /**
     * What one class names.
     *
     * @param name of the class or of its file, for display
     * @param shell whether it names a shell and {@code -c}
     */
    private record Calls(String name, boolean starts, boolean loads, boolean shell, List<String> strings) {}

    void add(Context context, Context.Elf host, Findings findings) throws IOException {
        for (Selection.Kept kept : context.kept().all()) {
            String name = kept.path().name();
            boolean single = name.endsWith(".class");
            if (!(kept.node() instanceof Node.RegularFile)
                    || (!single && !name.endsWith(".jar") && !name.endsWith(".war"))) {
                continue;
            }
            findings.because(kept.path());
            Finding.Level level = single ? Finding.Level.RECOMMENDED : Finding.Level.UNCERTAIN;
            for (Calls calls : calls(context, kept.path(), single)) {
                String where = single
                        ? kept.path().raw()
                        : calls.name() + " in " + kept.path().raw();
                if (calls.starts()) {
                    programs(context, where, calls, level, findings);
                }
                if (calls.loads()) {
                    for (String text : calls.strings()) {
                        if (NAME.matcher(text).matches() && text.indexOf('/') < 0) {
                            findings.file(level, where + " loads " + text, context.library(host, "lib" + text + ".so"));
                        }
                    }
                }
            }
        }
    }

    private static void programs(Context context, String where, Calls calls, Finding.Level level, Findings findings)
            throws IOException {
        for (String text : calls.strings()) {
            if (NAME.matcher(text).matches()) {
                findings.file(level, where + " starts programs and names " + text, Scripts.command(context, text));
            } else if (LINE.matcher(text).matches()) {
                String first = text.substring(0, text.indexOf(' '));
                Optional<RootPath> program = Scripts.command(context, first);
                if (program.isPresent() && calls.shell()) {
                    new ProcessFindings(context, findings, level, false)
                            .text(where, Optional.empty(), text, RootPath.ROOT);
                } else {
                    findings.file(Finding.Level.UNCERTAIN, where + " starts programs and names " + first, program);
                }
            }
        }
    }

    private List<Calls> calls(Context context, RootPath file, boolean single) {
        List<Calls> before = calls.get(file);
        if (before != null) {
            return before;
        }
        List<Calls> found = new ArrayList<>();
        try (ByteSource content = context.root().open(file)) {
            if (single) {
                read(file.name(), content.head(MAX_CLASS), found);
            } else {
                JarEntries entries = new JarEntries(content);
                for (JarEntries.Entry entry : entries.all()) {
                    if (entry.name().endsWith(".class") && entry.size() <= Math.min(left, MAX_CLASS)) {
                        entries.content(entry, MAX_CLASS).ifPresent(bytes -> read(entry.name(), bytes, found));
                    }
                }
            }
        } catch (IOException e) {
            found.clear(); // an unreadable file names nothing
        }
        calls.put(file, found);
        return found;
    }

    private void read(String name, byte[] content, List<Calls> found) {
        left -= content.length;
        Optional<ClassConstants> constants = ClassConstants.of(content);
        if (constants.isEmpty()) {
            return;
        }
        boolean starts = constants.get().names().contains("java/lang/ProcessBuilder")
                || (constants.get().names().contains("java/lang/Runtime")
                        && constants.get().names().contains("exec"));
        boolean loads = constants.get().names().contains("loadLibrary")
                || constants.get().names().contains("com/sun/jna/Native");
        if (starts || loads) {
            List<String> strings = constants.get().strings();
            boolean shell = strings.contains("-c") && strings.stream().anyMatch(text -> text.endsWith("sh"));
            found.add(new Calls(name, starts, loads, shell, strings));
        }
    }
}
