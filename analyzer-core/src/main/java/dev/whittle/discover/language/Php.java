package dev.whittle.discover.language;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.TreeSize;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PHP: its ini files and the extensions that they load. Their location is built in (main/php_ini.c:php_init_config):
 * strings of the interpreter name the directory of php.ini, that of further ini files, and that of extensions.
 */
public final class Php implements Detector {
    private static final Pattern PROGRAM = Pattern.compile("(?:lib)?php(?:-?(?:cgi|fpm))?-?[0-9.]*(?:\\.so.*)?");
    private static final Pattern ENTRY =
            Pattern.compile("(?mi)^[ \t]*(zend_extension|extension|extension_dir|include_path|auto_prepend_file|"
                    + "openssl\\.cafile|curl\\.cainfo|browscap)[ \t]*=[ \t]*\"?([^\";\r\n]*?)\"?[ \t]*(?:;.*)?$");

    /** Directories used by PHP only: Debian's, Alpine's, and those of images built from its sources. */
    private static final List<String> INI = List.of(
            "/etc/php[0-9]*",
            "/etc/php/*/*",
            "/usr/local/etc/php",
            "/usr/local/lib/php.ini",
            "/usr/local/etc/php-fpm.*");

    private static final List<String> EXTENSIONS = List.of(
            "/usr/lib/php/20[0-9]*",
            "/usr/lib/php[0-9]*/modules",
            "/usr/local/lib/php/extensions/no-debug-*",
            "/usr/lib64/php/modules");

    /** {@code require_once 'PHPUnit/Autoload.php'}. */
    private static final Pattern INCLUDED = Pattern.compile("[\"']([A-Za-z0-9_][A-Za-z0-9_./-]{1,300}+)[\"']");

    /** {@code require_once "Symfony/Component/$name/autoload.php"}: the part that is known. */
    private static final Pattern PARTLY_INCLUDED = Pattern.compile(
            "(?:require|include)(?:_once)?\\b[ \t(]*+[\"']([A-Za-z0-9_][A-Za-z0-9_./-]{1,300})/(?:[{$]|[\"'][ \t]*+\\.)");

    /** The beginning of a source, whatever its name: Symfony's {@code bin/console}. */
    private static final Pattern BEGINNING = Pattern.compile("(?:#![^\n]*+\n)?\\s*+<\\?php\\b.*", Pattern.DOTALL);

    private static final int MAX_NAMES = 200;
    private static final int MAX_SOURCE = 1 << 19;

    /** Limit for a directory of include_path, in bytes. */
    private static final long MAX_LIBRARY = 64L << 20;

    private final Map<RootPath, Set<String>> includes = new HashMap<>();
    private final Map<RootPath, Optional<String>> uses = new HashMap<>();

    @Override
    public Family family() {
        return new Family("php", "php and libphp: php.ini, the directories it scans, the extensions loaded, PEAR");
    }

    private static boolean isPhp(Context.Elf elf) {
        String name = elf.path().name();
        return PROGRAM.matcher(name).matches() || PROGRAM.matcher(elf.name()).matches();
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        for (Context.Elf elf : context.elfs()) {
            if (isPhp(elf)) {
                look(context, elf, findings.because(elf.path()));
            }
        }
    }

    private void look(Context context, Context.Elf elf, Findings findings) throws IOException {
        String is = elf.path().raw() + " is PHP";
        Set<RootPath> ini = new LinkedHashSet<>();
        Set<RootPath> extensions = new LinkedHashSet<>();
        for (String string : context.strings(elf)) {
            for (String path : List.of(string.split(":", -1))) {
                Optional<RootPath> directory = path.contains("php") ? context.directory(path) : Optional.empty();
                if (directory.isPresent()) {
                    boolean configures = path.contains("/etc/");
                    (configures ? ini : extensions).add(directory.get());
                }
            }
        }
        if (ini.isEmpty()) {
            INI.forEach(glob -> ini.addAll(globbed(context, glob)));
        }
        EXTENSIONS.forEach(glob -> extensions.addAll(globbed(context, glob)));
        Set<RootPath> files = new LinkedHashSet<>();
        for (RootPath place : ini) {
            iniFiles(context, place, files, 0);
            findings.file(Finding.Level.REQUIRED, is + ", and reads its settings there", Optional.of(place));
        }
        context.file("/usr/local/lib/php.ini").ifPresent(files::add);
        for (RootPath file : files) {
            findings.file(Finding.Level.REQUIRED, is + ", and reads its settings there", Optional.of(file));
            settings(context, file, extensions, findings);
        }
        for (String place : List.of("/usr/share/php", "/usr/local/lib/php")) {
            Optional<RootPath> directory = context.directory(place);
            if (directory.isEmpty()) {
                continue;
            }
            Optional<String> use = use(context, directory.get());
            boolean small = TreeSize.size(context, directory.get(), MAX_LIBRARY) <= MAX_LIBRARY;
            findings.tree(
                    use.isEmpty() ? Finding.Level.POSSIBLE : small ? Finding.Level.EXPECTED : Finding.Level.LARGE,
                    is + ", whose include_path has it"
                            + use.map(where -> "; " + where).orElse(""),
                    directory);
        }
    }

    /**
     * A kept file that uses a directory of include_path: one of its files, or a source that includes one. The classes of a
     * package are loaded by computed names, so one file is evidence for the whole package.
     */
    private Optional<String> use(Context context, RootPath directory) throws IOException {
        Optional<String> known = uses.get(directory);
        if (known != null && known.isPresent()) {
            return known;
        }
        Optional<String> use = Optional.empty();
        for (Selection.Kept kept : context.kept().all()) {
            if (use.isPresent() || !(kept.node() instanceof Node.RegularFile file)) {
                continue;
            }
            if (kept.path().startsWith(directory)) {
                use = Optional.of(kept.path().raw() + " is kept");
            } else if (file.size() <= MAX_SOURCE && isSource(context, kept.path(), file)) {
                use =
                        includes
                                .computeIfAbsent(kept.path(), path -> names(context.sourceText(path, MAX_SOURCE)))
                                .stream()
                                .filter(name -> isIn(context, directory, name))
                                .findFirst()
                                .map(name -> kept.path().raw() + " includes " + name);
            }
        }
        uses.put(directory, use);
        return use;
    }

    private static boolean isSource(Context context, RootPath path, Node.RegularFile file) throws IOException {
        return SourceLanguage.ofFile(path).filter(SourceLanguage.PHP::equals).isPresent()
                || (file.attributes().isExecutable()
                        && context.interpreter(path)
                                .flatMap(SourceLanguage::ofInterpreter)
                                .filter(SourceLanguage.PHP::equals)
                                .isPresent())
                || (path.name().indexOf('.') < 0
                        && BEGINNING
                                .matcher(context.sourceText(path, MAX_SOURCE))
                                .matches());
    }

    /** The relative names in quotes of a source that include statements may have. */
    private static Set<String> names(String text) {
        Set<String> names = new LinkedHashSet<>();
        Matcher name = INCLUDED.matcher(text);
        while (name.find() && names.size() < MAX_NAMES) {
            if (name.group(1).endsWith(".php") || name.group(1).endsWith(".inc")) {
                names.add(name.group(1));
            }
        }
        Matcher part = PARTLY_INCLUDED.matcher(text);
        while (part.find() && names.size() < MAX_NAMES) {
            names.add(part.group(1));
        }
        return names;
    }

    private static boolean isIn(Context context, RootPath directory, String name) {
        try {
            return context.existing(directory.raw() + "/" + name).isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<RootPath> globbed(Context context, String glob) {
        try {
            return context.glob(glob);
        } catch (IOException e) {
            return List.of(); // like a missing directory
        }
    }

    /** php.ini, and the files in conf.d; pools of php-fpm. */
    private static void iniFiles(Context context, RootPath place, Set<RootPath> files, int depth) throws IOException {
        for (RootPath entry : context.list(place)) {
            boolean directory = context.directory(entry.raw()).isPresent();
            if (directory && depth == 0 && entry.name().endsWith(".d")) {
                iniFiles(context, entry, files, 1);
            } else if (entry.name().endsWith(".ini") || entry.name().endsWith(".conf")) {
                context.file(entry.raw()).ifPresent(files::add);
            }
        }
    }

    private static void settings(Context context, RootPath file, Set<RootPath> builtIn, Findings findings)
            throws IOException {
        List<String> directories = new ArrayList<>();
        Matcher entry = ENTRY.matcher(context.text(file));
        while (entry.find()) {
            if (entry.group(1).equalsIgnoreCase("extension_dir")) {
                directories.add(entry.group(2));
            }
        }
        builtIn.forEach(directory -> directories.add(directory.raw()));
        entry.reset();
        while (entry.find()) {
            String name = entry.group(1).toLowerCase(Locale.ROOT);
            String value = entry.group(2).strip();
            String evidence = file.raw() + " says " + entry.group(1) + "=" + value;
            if (name.endsWith("extension")) {
                findings.file(Finding.Level.REQUIRED, evidence, extension(context, value, directories));
            } else if (name.equals("include_path")) {
                for (String directory : value.split(":", -1)) {
                    findings.tree(Finding.Level.RECOMMENDED, evidence, context.directory(directory));
                }
            } else if (!name.equals("extension_dir")) {
                findings.file(Finding.Level.RECOMMENDED, evidence, context.file(value));
            }
        }
    }

    /** ext/standard/dl.c:php_load_extension: a path, a file, or since 7.2 a bare name in extension_dir. */
    private static Optional<RootPath> extension(Context context, String value, List<String> directories)
            throws IOException {
        if (value.startsWith("/")) {
            return context.file(value);
        }
        List<String> places = new ArrayList<>();
        for (String directory : directories) {
            places.add(directory + "/" + value);
            places.add(directory + "/" + value + ".so");
        }
        return context.firstFile(places);
    }
}
