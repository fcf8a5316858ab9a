package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The time zone of the image, and the zones that are looked up by name. */
final class TimeZones implements Detector {
    /** glibc and musl (time/__tz.c); the first that is there. */
    private static final List<String> DATABASES = List.of("/usr/share/zoneinfo", "/share/zoneinfo", "/etc/zoneinfo");

    private static final List<String> LOCAL = List.of("localtime", "localtime_r", "tzset", "mktime", "strftime_l");

    /** The database, or the form of a name in it: Debian's PHP has {@code /usr/share/zoneinfo/%s}. */
    private static final Reading<List<String>> ZONES = Reading.where(TimeZones::isDatabase);

    @Override
    public Family family() {
        return new Family("tzdata", "the zone of TZ, /etc/localtime; all zones where programs look them up by name");
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        Optional<RootPath> database = Optional.empty();
        for (String directory : DATABASES) {
            database = database.isPresent() ? database : scene.directory(directory);
        }
        Optional<String> zone = scene.variable("TZ");
        if (zone.isPresent()) {
            named(scene, database, zone.get(), findings.becauseOfTheImage());
        }
        for (Scene.Elf elf : scene.elfs()) {
            if (elf.isLibc()) {
                continue;
            }
            findings.because(elf.path());
            Optional<String> symbol = scene.imported(elf, LOCAL);
            if (symbol.isPresent()) {
                String evidence = elf.path().raw() + " imports " + symbol.get();
                findings.file(Finding.Level.RECOMMENDED, evidence, scene.existing("/etc/localtime"));
                findings.file(Finding.Level.RECOMMENDED, evidence, scene.file("/etc/timezone"));
            }
            boolean embedded = GoProgram.uses(scene, elf, "time/tzdata.");
            if (GoProgram.uses(scene, elf, "time.LoadLocation") && !embedded) {
                findings.tree(
                        Finding.Level.RECOMMENDED,
                        elf.path().raw() + " holds Go's time.LoadLocation, and not time/tzdata",
                        database);
            }
            if (GoProgram.uses(scene, elf, "time.") && !embedded) {
                findings.tree(
                        Finding.Level.POSSIBLE,
                        elf.path().raw() + " holds Go's package time, and not time/tzdata: TZ may name a zone",
                        database);
            }
            boolean own = elf.facts().dynamic() && !GoProgram.is(scene, elf);
            Optional<String> place = own ? place(scene, elf) : Optional.empty();
            if (place.isPresent()) {
                findings.tree(
                        Finding.Level.RECOMMENDED,
                        elf.path().raw() + " holds the string " + place.get() + ", and so reads zones itself",
                        database);
            }
            if (Python.isPython(elf) && zone.isEmpty()) {
                findings.tree(
                        Finding.Level.RECOMMENDED,
                        elf.path().raw() + " is Python: its zoneinfo looks zones up by name",
                        database);
            }
        }
    }

    /** PHP's and PostgreSQL's own reading of zones, where others leave it to the C library, which has this string. */
    private static Optional<String> place(Scene scene, Scene.Elf elf) {
        return scene.read(elf, ZONES).stream()
                .filter(string -> elf.isProgram() || string.endsWith("%s"))
                .findFirst();
    }

    private static boolean isDatabase(String string) {
        int end = string.endsWith("/%s") ? string.length() - 3 : string.length() - (string.endsWith("/") ? 1 : 0);
        return DATABASES.contains(string.substring(0, end));
    }

    private static void named(Scene scene, Optional<RootPath> database, String zone, Findings findings)
            throws IOException {
        String name = zone.startsWith(":") ? zone.substring(1) : zone;
        String evidence = "the image's TZ is " + zone;
        Optional<RootPath> file = name.startsWith("/")
                ? scene.file(name)
                : database.isPresent() ? scene.file(database.get().raw() + "/" + name) : Optional.empty();
        findings.file(Finding.Level.REQUIRED, evidence, file);
        if (file.isEmpty() && name.indexOf('/') >= 0) {
            findings.remark(evidence + ", which the root does not have");
        }
    }
}
