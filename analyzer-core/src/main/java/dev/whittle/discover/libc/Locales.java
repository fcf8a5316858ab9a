package dev.whittle.discover.libc;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.StringExtractor;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The locale that the image's environment names. */
public final class Locales implements Detector {
    private static final List<String> VARIABLES =
            List.of("LC_ALL", "LANG", "LC_CTYPE", "LC_COLLATE", "LC_MESSAGES", "LC_NUMERIC", "LC_TIME");

    private static final Pattern NAME = Pattern.compile("(C|[a-z]{2,3}_[A-Z]{2})\\.[A-Za-z0-9-]{3,12}(@[a-z]+)?");

    private static final StringExtractor<List<String>> NAMES = StringExtractor.matching(".", NAME);

    @Override
    public Family family() {
        return new Family("locale", "setlocale and the image's LANG, LC_*: the locale's directory or locale-archive");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        for (Context.Elf elf : context.elfs()) {
            Optional<String> symbol =
                    elf.isLibc() ? Optional.empty() : context.imported(elf, List.of("setlocale", "newlocale"));
            if (symbol.isPresent()) {
                String evidence = elf.path().raw() + " imports " + symbol.get();
                if (context.libraries("libc.so.6").isEmpty()) {
                    Optional<String> path = context.variable("MUSL_LOCPATH");
                    if (path.isPresent()) {
                        findings.because(elf.path())
                                .tree(
                                        Finding.Level.RECOMMENDED,
                                        evidence + ", and the image's MUSL_LOCPATH is " + path.get(),
                                        context.directory(path.get()));
                    }
                } else {
                    glibc(context, evidence, findings.because(elf.path()));
                    named(context, elf, evidence, findings);
                }
            }
        }
    }

    /** locale/findlocale.c: the archive first, then a directory, under the name with its codeset normalised too. */
    private static void glibc(Context context, String evidence, Findings findings) throws IOException {
        boolean any = false;
        for (String variable : VARIABLES) {
            String value = context.variable(variable).orElse("");
            if (value.isEmpty() || value.equals("C") || value.equals("POSIX") || value.indexOf('/') >= 0) {
                continue;
            }
            any = true;
            String why = evidence + ", and the image's " + variable + " is " + value;
            boolean found = false;
            for (String name : List.of(value, normalised(value))) {
                var directory = context.directory("/usr/lib/locale/" + name);
                findings.tree(Finding.Level.RECOMMENDED, why, found ? Optional.empty() : directory);
                if (directory.isPresent()) {
                    findings.file(Finding.Level.RECOMMENDED, why, conversions(context));
                }
                found |= directory.isPresent();
            }
            if (!found) {
                var archive = context.file("/usr/lib/locale/locale-archive");
                findings.file(Finding.Level.RECOMMENDED, why, archive);
                if (archive.isEmpty()) {
                    findings.remark(why + ", which the root does not have");
                }
            }
        }
        if (!any) {
            findings.tree(Finding.Level.POSSIBLE, evidence, context.directory("/usr/lib/locale/C.utf8"));
            findings.file(Finding.Level.POSSIBLE, evidence, context.file("/usr/lib/locale/locale-archive"));
        }
    }

    /** Any locale but C makes glibc open it, for conversions to and from wide characters (wcsmbs/wcsmbsload.c). */
    private static Optional<RootPath> conversions(Context context) throws IOException {
        Optional<RootPath> directory = Gconv.directory(context);
        return directory.isEmpty()
                ? Optional.empty()
                : context.file(directory.get().raw() + "/gconv-modules.cache");
    }

    /** A locale that a program requests itself: Python's C.UTF-8. */
    private static void named(Context context, Context.Elf elf, String evidence, Findings findings) throws IOException {
        if (context.isIncidental(elf.path())) {
            return;
        }
        for (String string : context.read(elf, NAMES)) {
            for (String name : List.of(string, normalised(string))) {
                findings.tree(
                        Finding.Level.RECOMMENDED,
                        evidence + " and holds the string " + string,
                        context.directory("/usr/lib/locale/" + name));
                if (context.directory("/usr/lib/locale/" + name).isPresent()) {
                    findings.file(Finding.Level.RECOMMENDED, evidence, conversions(context));
                }
            }
        }
    }

    /** The directories of a locale, if a word is the name of one that the root has. */
    public static List<RootPath> directories(Context context, String word) throws IOException {
        if (word.indexOf('.') < 0 || !NAME.matcher(word).matches()) {
            return List.of();
        }
        List<RootPath> found = new ArrayList<>();
        for (String name : List.of(word, normalised(word))) {
            context.directory("/usr/lib/locale/" + name).ifPresent(found::add);
        }
        return found;
    }

    /** {@code en_US.UTF-8} → {@code en_US.utf8} (intl/l10nflist.c:_nl_normalize_codeset). */
    private static String normalised(String locale) {
        int dot = locale.indexOf('.');
        if (dot < 0) {
            return locale;
        }
        int at = locale.indexOf('@', dot);
        String codeset = at < 0 ? locale.substring(dot + 1) : locale.substring(dot + 1, at);
        return locale.substring(0, dot + 1)
                + codeset.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT)
                + (at < 0 ? "" : locale.substring(at));
    }
}
