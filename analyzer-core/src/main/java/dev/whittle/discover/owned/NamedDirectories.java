package dev.whittle.discover.owned;

import dev.whittle.closure.Finding;
import dev.whittle.discover.accounts.Homes;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.TreeSize;
import dev.whittle.path.RootPath;
import dev.whittle.process.Event;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Directories that have a program's name: its data below /usr/share (Filesystem Hierarchy Standard 3.0, 4.11), and what a user has set for it
 * (XDG Base Directory Specification). A program puts such paths together at run time, so no string of it has them whole.
 */
final class NamedDirectories {
    private static final List<String> DATA =
            List.of("/usr/share/", "/usr/local/share/", "/usr/lib/", "/usr/libexec/", "/etc/", "/usr/local/etc/");
    private static final List<String> OF_USER = List.of("/.config/", "/.local/share/", "/.");

    private static final Pattern VERSION = Pattern.compile("[-_.]?[0-9][0-9.]*$");

    /** Of a program behind a script of its name, or of a script. */
    private static final Pattern SUFFIX = Pattern.compile("[.-](?:bin|real|wrapped|sh|py|pl|rb)$");

    /** Of these their own families choose. */
    private static final Pattern OTHERS =
            Pattern.compile("(?:perl|python|ruby|php|node|nodejs|java|jvm|gcc|locale|doc|man|info|bash|sh|git).*");

    private static final int MIN_NAME = 4;

    /** Limit for the directory of a program that the image starts, in bytes. */
    private static final long MAX_OF_STARTED = 64L << 20;

    private final Set<RootPath> started = new HashSet<>();

    private Optional<RootPath> home = Optional.empty();
    private boolean isHomeKnown;

    void add(Context context, Context.Elf elf, Findings findings) throws IOException {
        if (elf.isProgram() && !context.isMultiCall(elf)) {
            add(context, elf.path(), findings);
        }
    }

    /** @param program an ELF file or a script */
    void add(Context context, RootPath program, Findings findings) throws IOException {
        for (String name : names(context, program)) {
            for (String place : DATA) {
                for (RootPath directory : directories(context, place, name)) {
                    boolean isOfManager = SystemPaths.isOfPackageManager(directory);
                    boolean fits = (!isOfManager && !TreeSize.isLarge(context, directory))
                            || (isStarted(context, program)
                                    && TreeSize.size(context, directory, MAX_OF_STARTED) <= MAX_OF_STARTED);
                    findings.tree(
                            fits ? Finding.Level.EXPECTED : isOfManager ? Finding.Level.POSSIBLE : Finding.Level.LARGE,
                            program.raw() + " is the program that " + directory.raw() + " is named after",
                            Optional.of(directory));
                }
            }
            Optional<RootPath> own = home(context);
            for (String place : own.isPresent() ? OF_USER : List.<String>of()) {
                findings.tree(
                        Finding.Level.EXPECTED,
                        program.raw() + " looks for the user's files of its name",
                        context.directory(own.get().raw() + place + name));
            }
        }
    }

    /** {@code /usr/share/NAME} and {@code /usr/share/NAME-1.2}. */
    private static List<RootPath> directories(Context context, String place, String name) throws IOException {
        List<RootPath> found = new ArrayList<>();
        for (RootPath path : context.glob(place + name + "*")) {
            Optional<RootPath> directory = context.directory(path.raw());
            boolean named = path.name().equals(name)
                    || VERSION.matcher(path.name()).replaceFirst("").equals(name);
            if (named
                    && directory.isPresent()
                    && !SystemPaths.isSharedByPrograms(directory.get())
                    && !context.isStandardLibrary(directory.get())) {
                found.add(directory.get());
            }
        }
        return found;
    }

    /** Whether the image's processes start a program, so that it is certainly used. */
    private boolean isStarted(Context context, RootPath program) throws IOException {
        if (started.isEmpty()) {
            for (Event event : context.processes().ofImage()) {
                if (event instanceof Event.Started each) {
                    started.add(context.real(each.invocation().program()));
                }
            }
        }
        return started.contains(program);
    }

    private Optional<RootPath> home(Context context) throws IOException {
        if (!isHomeKnown) {
            home = Homes.own(context);
            isHomeKnown = true;
        }
        return home;
    }

    /** {@code x-daemon} of a package whose name begins with x may have x's directories. */
    private static Set<String> names(Context context, RootPath program) {
        Set<String> names = new LinkedHashSet<>();
        String name = program.name();
        String plain = VERSION.matcher(SUFFIX.matcher(name).replaceFirst("")).replaceFirst("");
        names.add(name);
        names.add(plain);
        int dash = plain.indexOf('-');
        Optional<String> owner = context.packages().owner(program);
        if (dash > 0 && owner.isPresent() && owner.get().startsWith(plain.substring(0, dash))) {
            names.add(plain.substring(0, dash));
        }
        names.removeIf(its -> its.length() < MIN_NAME || OTHERS.matcher(its).matches());
        return names;
    }
}
