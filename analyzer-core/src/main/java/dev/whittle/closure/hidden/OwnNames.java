package dev.whittle.closure.hidden;

import dev.whittle.path.RootPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a program calls its own: directories and files that begin with its name, in places that all share.
 *
 * @param all in lower case
 */
record OwnNames(List<String> all) {
    /** Directories in which programs have directories of their own. */
    private static final Set<String> SHARED = Set.of(
            "/etc",
            "/opt",
            "/lib",
            "/lib64",
            "/usr",
            "/usr/lib",
            "/usr/lib64",
            "/usr/libexec",
            "/usr/share",
            "/usr/local",
            "/usr/local/etc",
            "/usr/local/lib",
            "/usr/local/libexec",
            "/usr/local/share",
            "/var",
            "/var/cache",
            "/var/lib",
            "/var/log",
            "/var/spool",
            "/home",
            "/root",
            "/mnt",
            "/bin",
            "/sbin",
            "/usr/bin",
            "/usr/sbin",
            "/usr/local/bin",
            "/usr/local/sbin",
            "/usr/games",
            "/boot",
            "/dev",
            "/dev/shm",
            "/proc",
            "/sys",
            "/tmp",
            "/run",
            "/run/lock",
            "/var/run",
            "/var/lock",
            "/var/tmp",
            "/var/mail",
            "/media");

    /** Shared below any prefix: {@code /opt/app/share/NAME}. */
    private static final Set<String> PLACES = Set.of("share", "lib", "libexec", "etc");

    private static final Pattern EXTENSION = Pattern.compile("\\.so.*$");
    private static final Pattern VERSION = Pattern.compile("[-_]?[0-9.]+$");
    private static final Pattern SUFFIX = Pattern.compile("[-._].*$");
    private static final Pattern SHORT = Pattern.compile("[a-z][0-9]");
    private static final int MIN_NAME = 3;

    /** A name that may stand anywhere in a path: {@code /etc/ldap/slapd.d}. */
    private static final int LONG_NAME = 5;

    /** {@code /usr/bin/python3.11} → python, {@code redis-server} → redis as well, {@code libfoo.so.1} → foo. */
    static OwnNames of(Scene.Elf elf) {
        String name = elf.name().toLowerCase(Locale.ROOT);
        boolean program = elf.isProgram();
        if (!program && name.startsWith("lib")) {
            name = name.substring("lib".length());
        }
        List<String> own = new ArrayList<>();
        String whole = VERSION.matcher(EXTENSION.matcher(name).replaceFirst("")).replaceFirst("");
        String first = program ? SUFFIX.matcher(whole).replaceFirst("") : whole;
        Stream.of(whole, first).filter(OwnNames::isName).forEach(own::add);
        // A library that lies beside others of its program's: /usr/lib/NAME/libNAME-util.so.
        RootPath place = elf.path().parent();
        if (!program && !place.isRoot() && isShared(place.parent()) && !isShared(place) && isName(place.name())) {
            own.add(place.name().toLowerCase(Locale.ROOT));
        }
        return new OwnNames(own.stream().distinct().toList());
    }

    /** {@code s6} is one, {@code sh} and {@code ls} are hardly. */
    private static boolean isName(String name) {
        return name.length() >= MIN_NAME || SHORT.matcher(name).matches();
    }

    /** A directory that many programs share: what is in it is nobody's own. */
    static boolean isShared(RootPath path) {
        return path.isRoot() || SHARED.contains(path.raw()) || path.name().contains("-linux-");
    }

    /** Whether a component of the path that lies in a shared directory begins with such a name. */
    boolean begin(RootPath path) {
        if (all.isEmpty()) {
            return false;
        }
        for (RootPath at = path; !at.isRoot(); at = at.parent()) {
            boolean among = isShared(at.parent()) || PLACES.contains(at.parent().name());
            if (among && !isShared(at) && beginName(at.name())) {
                return true;
            }
            if (all.get(0).length() >= LONG_NAME
                    && at.name().toLowerCase(Locale.ROOT).startsWith(all.get(0))) {
                return true;
            }
        }
        return false;
    }

    boolean beginName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return all.stream().anyMatch(lower::startsWith);
    }
}
