package dev.whittle.discover.evidence;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.SystemPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names that a program uses for its files: directories and files in shared places whose names begin with its own.
 *
 * @param all in lower case
 */
public record OwnNames(List<String> all) {
    /** Shared below any prefix: {@code /opt/app/share/NAME}. */
    private static final Set<String> PLACES = Set.of("share", "lib", "libexec", "etc");

    private static final Pattern EXTENSION = Pattern.compile("\\.so.*$");
    private static final Pattern VERSION = Pattern.compile("[-_]?[0-9.]+$");
    private static final Pattern SUFFIX = Pattern.compile("[-._].*$");
    private static final Pattern SHORT = Pattern.compile("[a-z][0-9]");
    private static final int MIN_NAME = 3;

    /** A name that may be anywhere in a path: {@code /etc/ldap/slapd.d}. */
    private static final int LONG_NAME = 5;

    /** {@code /usr/bin/python3.11} → python, {@code redis-server} → also redis, {@code libfoo.so.1} → foo. */
    public static OwnNames of(Context.Elf elf) {
        String name = elf.name().toLowerCase(Locale.ROOT);
        boolean program = elf.isProgram();
        if (!program && name.startsWith("lib")) {
            name = name.substring("lib".length());
        }
        List<String> own = new ArrayList<>();
        String whole = VERSION.matcher(EXTENSION.matcher(name).replaceFirst("")).replaceFirst("");
        String first = program ? SUFFIX.matcher(whole).replaceFirst("") : whole;
        Stream.of(whole, first).filter(OwnNames::isName).forEach(own::add);
        // A library next to others of its program: /usr/lib/NAME/libNAME-util.so.
        RootPath place = elf.path().parent();
        if (!program
                && !place.isRoot()
                && SystemPaths.isSharedByPrograms(place.parent())
                && !SystemPaths.isSharedByPrograms(place)
                && isName(place.name())) {
            own.add(place.name().toLowerCase(Locale.ROOT));
        }
        return new OwnNames(own.stream().distinct().toList());
    }

    /** {@code s6} is specific enough, {@code sh} and {@code ls} are not. */
    private static boolean isName(String name) {
        return name.length() >= MIN_NAME || SHORT.matcher(name).matches();
    }

    /** Whether a component of the path that is in a shared directory begins with such a name. */
    public boolean begin(RootPath path) {
        if (all.isEmpty()) {
            return false;
        }
        for (RootPath at = path; !at.isRoot(); at = at.parent()) {
            boolean among = SystemPaths.isSharedByPrograms(at.parent())
                    || PLACES.contains(at.parent().name());
            if (among && !SystemPaths.isSharedByPrograms(at) && beginName(at.name())) {
                return true;
            }
            if (all.get(0).length() >= LONG_NAME
                    && at.name().toLowerCase(Locale.ROOT).startsWith(all.get(0))) {
                return true;
            }
        }
        return false;
    }

    public boolean beginName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return all.stream().anyMatch(lower::startsWith);
    }
}
