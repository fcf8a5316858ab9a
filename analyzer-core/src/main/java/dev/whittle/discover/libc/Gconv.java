package dev.whittle.discover.libc;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.Settled;
import dev.whittle.discover.process.Scripts;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** glibc's character sets: only UTF-8, UCS and ASCII are built in, the others are modules. */
public final class Gconv implements Detector {
    private static final Pattern LINE = Pattern.compile(
            "(?m)^(alias|module)[ \t]+(\\S+?)(?://)?[ \t]+(\\S+?)(?://)?(?:[ \t]+(\\S+))?[ \t]*(?:[0-9.]+)?$");

    /**
     * A name of a character set has a digit, or is longer than words such as "it" and "mac", which are also names of
     * character sets.
     */
    private static final Pattern WORD = Pattern.compile(
            "(?<![A-Za-z0-9_.:/-])(?:-[ft]|--[a-z-]+=)?(?=[A-Za-z_.:-]*[0-9]|[A-Za-z][A-Za-z_-]{3})([A-Za-z0-9][A-Za-z0-9_.:-]{2,40})");

    /** A file with more names contains a table of names and does not use them. */
    private static final int FEW = 8;

    /** What programs with such a table convert to or from inside. */
    private static final Pattern UNICODE = Pattern.compile("(?i)UTF-?(?:7|16|32)|UCS-?[24]|UNICODE");

    private static final Pattern LITERAL = Pattern.compile(
            "[\"']((?=[^\"']{0,40}[0-9_-])[A-Za-z0-9][A-Za-z0-9_.:-]{2,40}+)(?://[A-Za-z/]{0,30}+)?+[\"']");

    /** Of languages that use iconv, and settings; others have character sets of their own. Copies of packages have tables. */
    private static final Pattern SOURCE = Pattern.compile(
            "(?!.*/(?:node_modules|site-packages|dist-packages|vendor|gems)/).*\\.(?:php|phtml|inc|lua|conf|cfg|cnf|ini|ya?ml|toml)");

    /**
     * iconv_open(3), and functions of GLib that call it with names that they are given (glib/gconvert.c,
     * glib/giochannel.c, gio/gcharsetconverter.c): the names
     * are in the caller.
     */
    private static final List<String> OPENERS = List.of(
            "iconv_open",
            "g_iconv_open",
            "g_convert",
            "g_convert_with_fallback",
            "g_io_channel_set_encoding",
            "g_charset_converter_new");

    /**
     * Character sets that documents, mails and protocols name most often, and those of Unicode, whose names programs put together
     * ({@code "UTF-16%cE"}): 0.1 MB in all.
     */
    private static final List<String> COMMON =
            List.of("UTF-7", "UTF-16", "UTF-32", "UNICODE", "ISO-8859-1", "ISO-8859-15", "CP1252");

    /** {@code CP%u}: names with a number that is known only when the program runs, by the format that it prints them with. */
    private static final Map<String, Pattern> NUMBERED = numbered();

    private static final int MAX_SOURCE = 1 << 19;
    private static final int MAX_LITERALS = 500;

    private static final String NAME = "gconv";

    private final Settled programs = new Settled(NAME);
    private final Settled sources = new Settled(NAME);
    private final Settled scripts = new Settled(NAME);
    private final Map<RootPath, Map<String, String>> known = new HashMap<>();

    @Override
    public Family family() {
        return new Family(
                NAME, "iconv_open of glibc: gconv-modules, and the modules of character sets that are named or common");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        Optional<RootPath> directory = directory(context);
        if (directory.isEmpty()) {
            return;
        }
        boolean any = false;
        for (Context.Elf elf : context.elfs()) {
            Optional<String> opener = opener(context, elf);
            if (opener.isPresent()) {
                any = true;
                programs.add(elf.path(), findings, made -> {
                    ofProgram(context, directory.get(), elf, opener.get(), made);
                    return true;
                });
            }
        }
        language(context, directory.get(), findings.becauseOfTheImage());
        if (any) {
            Map<String, String> modules = modules(context, directory.get());
            for (String word : context.command()) {
                words(context, directory.get(), modules, "the image's command has " + word, word, findings);
            }
            for (Selection.Kept kept : context.kept().all()) {
                if (isApplication(kept)) {
                    sources.add(kept.path(), findings, made -> {
                        literals(context, directory.get(), modules, kept.path(), made);
                        return true;
                    });
                }
                if (Scripts.isScript(context, kept)) {
                    scripts.add(kept.path(), findings, made -> {
                        String why = kept.path().raw() + " names it";
                        words(context, directory.get(), modules, why, context.text(kept.path()), made);
                        return true;
                    });
                }
            }
        }
    }

    /** The tables, which glibc reads first, and the character sets that a program or library names. */
    private void ofProgram(Context context, RootPath directory, Context.Elf elf, String opener, Findings findings)
            throws IOException {
        String evidence = elf.path().raw() + " imports " + opener;
        List<RootPath> tables = new ArrayList<>();
        for (String name : List.of("gconv-modules", "gconv-modules.cache", "gconv-modules.d")) {
            context.existing(directory.raw() + "/" + name).ifPresent(tables::add);
        }
        findings.trees(Finding.Level.REQUIRED, evidence, tables);
        Map<String, String> modules = modules(context, directory);
        for (String name : opener.equals("iconv_open") ? COMMON : List.<String>of()) {
            if (modules.containsKey(name)) {
                findings.file(
                        Finding.Level.EXPECTED,
                        evidence + ", and " + name + " is common in data",
                        context.file(directory.raw() + "/" + modules.get(name) + ".so"));
            }
        }
        Map<String, RootPath> named = new HashMap<>();
        for (String string : context.strings(elf)) {
            String module = modules.get(string.toUpperCase(Locale.ROOT));
            if (module != null) {
                context.file(directory.raw() + "/" + module + ".so").ifPresent(file -> named.put(string, file));
            }
        }
        for (String format : context.words(elf, NUMBERED.keySet())) {
            findings.files(
                    Finding.Level.EXPECTED,
                    evidence + " and holds the string " + format,
                    matching(context, directory, modules, Objects.requireNonNull(NUMBERED.get(format))));
        }
        for (Map.Entry<String, RootPath> each : new TreeMap<>(named).entrySet()) {
            boolean used = named.size() <= FEW || UNICODE.matcher(each.getKey()).lookingAt();
            Finding.Level level = used ? Finding.Level.REQUIRED : Finding.Level.POSSIBLE;
            findings.file(level, evidence + " and holds the string " + each.getKey(), Optional.of(each.getValue()));
        }
    }

    /** The function by which a file opens character sets that it names. */
    private static Optional<String> opener(Context context, Context.Elf elf) {
        return elf.isLibc() ? Optional.empty() : context.imported(elf, OPENERS);
    }

    private static Map<String, Pattern> numbered() {
        Map<String, Pattern> all = new HashMap<>();
        for (String letters :
                List.of("CP", "cp", "WINDOWS-", "windows-", "ISO-8859-", "iso-8859-", "ISO8859-", "ISO_8859-")) {
            Pattern names = Pattern.compile(Pattern.quote(letters.toUpperCase(Locale.ROOT)) + "[0-9]+");
            for (String number : List.of("%d", "%u", "%i", "%hd", "%hu", "%ld", "%lu", "%02d")) {
                all.put(letters + number, names);
                all.put("." + letters + number, names); // the end of a locale's name
            }
        }
        return Map.copyOf(all);
    }

    /** The modules of all character sets whose names match. */
    private static Set<RootPath> matching(
            Context context, RootPath directory, Map<String, String> modules, Pattern names) throws IOException {
        Set<RootPath> found = new TreeSet<>();
        for (Map.Entry<String, String> each : modules.entrySet()) {
            if (names.matcher(each.getKey()).matches()) {
                context.file(directory.raw() + "/" + each.getValue() + ".so").ifPresent(found::add);
            }
        }
        return found;
    }

    /** {@code iconv -fISO-8859-15 --to-code=UTF-16//TRANSLIT}: whole words, and values of options. */
    private static void words(
            Context context,
            RootPath directory,
            Map<String, String> modules,
            String why,
            String text,
            Findings findings)
            throws IOException {
        Set<RootPath> named = new TreeSet<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            String module = modules.get(word.group(1).toUpperCase(Locale.ROOT));
            if (module != null) {
                context.file(directory.raw() + "/" + module + ".so").ifPresent(named::add);
            }
        }
        findings.files(Finding.Level.REQUIRED, why, named);
    }

    private static boolean isApplication(Selection.Kept kept) {
        return kept.node() instanceof Node.RegularFile file
                && file.size() <= MAX_SOURCE
                && SOURCE.matcher(kept.path().raw()).matches()
                && kept.reasons().stream().anyMatch(reason -> Family.OF_APPLICATION.contains(reason.family()));
    }

    /** {@code iconv('UTF-8', 'ISO-8859-15//TRANSLIT', $text)}: literals in a source of the application. */
    private static void literals(
            Context context, RootPath directory, Map<String, String> modules, RootPath source, Findings findings)
            throws IOException {
        String text = context.sourceText(source, MAX_SOURCE);
        Set<String> names = new TreeSet<>();
        Matcher literal = LITERAL.matcher(text.indexOf('\0') >= 0 ? "" : text);
        for (int i = 0; i < MAX_LITERALS && literal.find(); i++) {
            if (modules.containsKey(literal.group(1).toUpperCase(Locale.ROOT))) {
                names.add(literal.group(1));
            }
        }
        for (String name : names.size() <= FEW ? names : Set.<String>of()) {
            findings.file(
                    Finding.Level.EXPECTED,
                    source.raw() + " names the character set " + name,
                    context.file(directory.raw() + "/" + modules.get(name.toUpperCase(Locale.ROOT)) + ".so"));
        }
    }

    private void language(Context context, RootPath directory, Findings findings) throws IOException {
        for (String name : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
            String value = context.variable(name).orElse("");
            int dot = value.indexOf('.');
            String module = dot < 0
                    ? null
                    : modules(context, directory).get(value.substring(dot + 1).toUpperCase(Locale.ROOT));
            if (module != null) {
                findings.file(
                        Finding.Level.REQUIRED,
                        "the image's " + name + " is " + value,
                        context.file(directory.raw() + "/" + module + ".so"));
            }
        }
    }

    /** A string of glibc's libc.so.6 (iconv/gconv_conf.c). */
    static Optional<RootPath> directory(Context context) throws IOException {
        for (Context.Elf libc : context.libraries("libc.so.6")) {
            for (String string : context.strings(libc)) {
                if (string.startsWith("/") && string.endsWith("/gconv")) {
                    return context.directory(string);
                }
            }
        }
        return Optional.empty();
    }

    /** Every name of a character set, with its module. There are a few thousand, so they are read once. */
    private Map<String, String> modules(Context context, RootPath directory) throws IOException {
        Map<String, String> its = known.get(directory);
        if (its == null) {
            its = read(context, directory);
            known.put(directory, its);
        }
        return its;
    }

    private static Map<String, String> read(Context context, RootPath directory) throws IOException {
        List<RootPath> files = new ArrayList<>(List.of(directory.child("gconv-modules")));
        files.addAll(context.list(directory.child("gconv-modules.d")));
        Map<String, String> aliases = new HashMap<>();
        Map<String, String> modules = new HashMap<>();
        for (RootPath file : files) {
            Matcher line = LINE.matcher(context.text(file));
            while (line.find()) {
                String from = line.group(2).toUpperCase(Locale.ROOT);
                if (line.group(1).equals("alias")) {
                    aliases.put(from, line.group(3).toUpperCase(Locale.ROOT));
                } else if (line.group(4) != null && !from.equals("INTERNAL")) {
                    modules.putIfAbsent(from, line.group(4));
                }
            }
        }
        aliases.forEach((alias, name) -> {
            if (modules.containsKey(name)) {
                modules.putIfAbsent(alias, modules.get(name));
            }
        });
        return modules;
    }
}
