package dev.whittle.discover.owned;

import dev.whittle.closure.Finding;
import dev.whittle.discover.accounts.Homes;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.TreeSize;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
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
    private static final List<String> DATA = List.of("/usr/share/", "/usr/local/share/", "/usr/lib/");
    private static final List<String> OF_USER = List.of("/.config/", "/.local/share/", "/.");

    private static final Pattern VERSION = Pattern.compile("[-_.]?[0-9][0-9.]*$");

    /** Of these their own families choose. */
    private static final Pattern OTHERS =
            Pattern.compile("(?:perl|python|ruby|php|node|nodejs|java|jvm|gcc|locale|doc|man|info|bash|sh|git).*");

    private static final int MIN_NAME = 4;

    private Optional<RootPath> home = Optional.empty();
    private boolean isHomeKnown;

    void add(Context context, Context.Elf elf, Findings findings) throws IOException {
        if (!elf.isProgram() || context.isMultiCall(elf)) {
            return;
        }
        for (String name : names(context, elf)) {
            for (String place : DATA) {
                Optional<RootPath> directory =
                        context.directory(place + name).filter(its -> !SystemPaths.isSharedByPrograms(its));
                if (directory.isPresent() && !context.isStandardLibrary(directory.get())) {
                    findings.tree(
                            TreeSize.isLarge(context, directory.get())
                                    ? Finding.Level.POSSIBLE
                                    : Finding.Level.EXPECTED,
                            elf.path().raw() + " is the program that "
                                    + directory.get().raw() + " is named after",
                            directory);
                }
            }
            Optional<RootPath> own = home(context);
            for (String place : own.isPresent() ? OF_USER : List.<String>of()) {
                findings.tree(
                        Finding.Level.EXPECTED,
                        elf.path().raw() + " looks for the user's files of its name",
                        context.directory(own.get().raw() + place + name));
            }
        }
    }

    private Optional<RootPath> home(Context context) throws IOException {
        if (!isHomeKnown) {
            home = Homes.own(context);
            isHomeKnown = true;
        }
        return home;
    }

    /** {@code x-daemon} of a package whose name begins with x may have x's directories. */
    private static Set<String> names(Context context, Context.Elf elf) {
        Set<String> names = new LinkedHashSet<>();
        String name = elf.path().name();
        String plain = VERSION.matcher(name).replaceFirst("");
        names.add(name);
        names.add(plain);
        int dash = plain.indexOf('-');
        Optional<String> owner = context.packages().owner(elf.path());
        if (dash > 0 && owner.isPresent() && owner.get().startsWith(plain.substring(0, dash))) {
            names.add(plain.substring(0, dash));
        }
        names.removeIf(its -> its.length() < MIN_NAME || OTHERS.matcher(its).matches());
        return names;
    }
}
