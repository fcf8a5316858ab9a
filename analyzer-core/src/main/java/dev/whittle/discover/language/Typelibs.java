package dev.whittle.discover.language;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Descriptions of libraries for GObject introspection ({@code NAME-VERSION.typelib}): those of the namespaces that a source
 * imports, those that they depend on, and the libraries that they describe, which are opened by name
 * (girepository/gitypelib-internal.h: Header; girepository.c: g_irepository_require).
 */
final class Typelibs {
    private static final String LIBRARY = "libgirepository-";
    private static final String DIRECTORY = "/girepository-1.0/";
    private static final String SUFFIX = ".typelib";
    private static final String MAGIC = "GOBJ\nMETADATA\r\n\u001a";

    /** Offsets of the offsets of strings in the header. */
    private static final int DEPENDENCIES = 36;

    private static final int SHARED_LIBRARY = 52;
    private static final int HEADER = 56;

    private static final int MAX_SOURCE = 1 << 19;
    private static final int MAX_TYPELIB = 16 << 20;

    private static final Pattern SOURCE = Pattern.compile(".*\\.(?:py|js|mjs|lua|pl|pm|rb|scm)");

    /** {@code gi.require_version("Gst", "1.0")}, {@code gi.repository.Gst}, {@code imports.gi.Gst}, {@code gi://Gst}. */
    private static final Pattern NAMED = Pattern.compile(
            "(?:require_version\\(\\s*+[\"']|gi\\.repository\\.|imports\\.gi\\.|gi://)([A-Z][A-Za-z0-9]{0,60}+)");

    /** {@code from gi.repository import Gst, GLib}. */
    private static final Pattern IMPORTED =
            Pattern.compile("gi\\.repository\\s++import\\s++\\(?([A-Za-z0-9_,\\s\\\\]{1,2000}+)");

    private static final Pattern NAME = Pattern.compile("\\b[A-Z][A-Za-z0-9]{0,60}+");

    private final Map<RootPath, Set<String>> namespaces = new HashMap<>();

    /** @param libraries names of the shared libraries */
    private record Header(List<String> dependencies, List<String> libraries) {}

    void add(Context context, Findings findings) throws IOException {
        for (Context.Elf library : context.libraries(LIBRARY)) {
            String directory = library.path().parent().raw() + DIRECTORY;
            Map<String, RootPath> names = imported(context);
            Deque<RootPath> pending = new ArrayDeque<>();
            for (Map.Entry<String, RootPath> name : names.entrySet()) {
                for (RootPath typelib : context.glob(directory + name.getKey() + "-*" + SUFFIX)) {
                    String evidence = name.getValue().raw() + " imports " + name.getKey() + " by introspection";
                    findings.because(name.getValue()).file(Finding.Level.RECOMMENDED, evidence, Optional.of(typelib));
                    pending.add(typelib);
                }
            }
            follow(context, library, directory, pending, findings);
        }
    }

    private static void follow(
            Context context, Context.Elf library, String directory, Deque<RootPath> pending, Findings findings)
            throws IOException {
        Set<RootPath> read = new HashSet<>();
        while (!pending.isEmpty()) {
            RootPath typelib = pending.pop();
            Optional<Header> header = read.add(typelib) ? header(context, typelib) : Optional.empty();
            if (header.isEmpty()) {
                continue;
            }
            findings.because(context.real(typelib));
            for (String name : header.get().dependencies()) {
                Optional<RootPath> other = context.file(directory + name + SUFFIX);
                findings.file(Finding.Level.RECOMMENDED, typelib.raw() + " depends on " + name, other);
                other.ifPresent(pending::push);
            }
            for (String name : header.get().libraries()) {
                findings.file(
                        Finding.Level.RECOMMENDED,
                        typelib.raw() + " describes " + name,
                        context.library(library, name));
            }
        }
    }

    /** The namespaces that kept sources import, each with one of these. */
    private Map<String, RootPath> imported(Context context) {
        Map<String, RootPath> names = new LinkedHashMap<>();
        for (Selection.Kept kept : context.kept().all()) {
            if (kept.node() instanceof Node.RegularFile file
                    && file.size() <= MAX_SOURCE
                    && (SOURCE.matcher(kept.path().name()).matches()
                            || (file.attributes().isExecutable()
                                    && context.shebang(kept.path()).isPresent()))) {
                namespaces
                        .computeIfAbsent(kept.path(), path -> namespaces(context.sourceText(path, MAX_SOURCE)))
                        .forEach(name -> names.putIfAbsent(name, kept.path()));
            }
        }
        return names;
    }

    private static Set<String> namespaces(String text) {
        Set<String> names = new LinkedHashSet<>();
        if (!text.contains("gi")) {
            return names;
        }
        Matcher named = NAMED.matcher(text);
        while (named.find()) {
            names.add(named.group(1));
        }
        Matcher imported = IMPORTED.matcher(text);
        while (imported.find()) {
            String list = imported.group(1);
            int end = list.indexOf('\n');
            // In parentheses the list goes on.
            boolean isLong = text.charAt(imported.start(1) - 1) == '(';
            Matcher name = NAME.matcher(isLong || end < 0 ? list : list.substring(0, end));
            while (name.find()) {
                names.add(name.group());
            }
        }
        return names;
    }

    /** Empty if it is no typelib, or a damaged one. */
    private static Optional<Header> header(Context context, RootPath typelib) throws IOException {
        try (ByteSource source = context.root().open(context.real(typelib))) {
            byte[] content = source.head(MAX_TYPELIB);
            String text = RawText.of(content);
            return text.startsWith(MAGIC) && content.length >= HEADER
                    ? Optional.of(new Header(list(text, DEPENDENCIES, "\\|"), list(text, SHARED_LIBRARY, ",")))
                    : Optional.empty();
        } catch (AccessDeniedException e) {
            return Optional.empty();
        }
    }

    private static List<String> list(String content, int field, String separator) {
        int at = content.charAt(field)
                | content.charAt(field + 1) << 8
                | content.charAt(field + 2) << 16
                | content.charAt(field + 3) << 24;
        boolean isInside = at > 0 && at < content.length();
        int end = isInside ? content.indexOf('\0', at) : -1;
        return end < 0 || end == at
                ? List.of()
                : List.of(content.substring(at, end).split(separator, -1));
    }
}
