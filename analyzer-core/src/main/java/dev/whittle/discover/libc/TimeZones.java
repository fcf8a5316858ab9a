package dev.whittle.discover.libc;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.GoProgram;
import dev.whittle.discover.evidence.StringExtractor;
import dev.whittle.path.RootPath;
import dev.whittle.process.Event;
import dev.whittle.process.Marked;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The time zone of the image, and time zones that are looked up by name. */
public final class TimeZones implements Detector {
    /** glibc and musl (time/__tz.c); the first that exists. */
    private static final List<String> DATABASES = List.of("/usr/share/zoneinfo", "/share/zoneinfo", "/etc/zoneinfo");

    private static final List<String> LOCAL = List.of("localtime", "localtime_r", "tzset", "mktime", "strftime_l");

    /** The database, or the format of a name in it: Debian's PHP has {@code /usr/share/zoneinfo/%s}. */
    private static final StringExtractor<List<String>> ZONES = StringExtractor.where(TimeZones::isDatabase);

    /**
     * What only a reader of zones has: the lists of all zones, whose names it opens, and the first bytes of a zone's file
     * (RFC 8536, 3.1). Others only compare where {@code /etc/localtime} leads.
     */
    private static final Set<String> READERS = Set.of("zone.tab", "zone1970.tab", "tzdata.zi", "TZif");

    private static final Pattern MODULE =
            Pattern.compile(".*/python[0-9.]*/(?:.*/)?(?:zoneinfo|pytz|dateutil/tz)/__init__\\.py");

    /** Ruby's tzinfo refuses any zone without a database (TZInfo::DataSourceNotFound), whatever TZ is. */
    private static final Pattern TZINFO = Pattern.compile(".*/tzinfo\\.rb");

    @Override
    public Family family() {
        return new Family("tzdata", "the zone of TZ, /etc/localtime; all zones where programs look them up by name");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        Optional<RootPath> database = Optional.empty();
        for (String directory : DATABASES) {
            database = database.isPresent() ? database : context.directory(directory);
        }
        Optional<String> zone = context.variable("TZ");
        if (zone.isPresent()) {
            named(context, database, "the image's TZ", zone.get(), findings.becauseOfTheImage());
        }
        for (Event event : context.processes().ofImage()) {
            if (event instanceof Event.Started started) {
                for (String value : started.invocation().environment().get("TZ")) {
                    if (!value.equals(zone.orElse("")) && !Marked.isPattern(value) && !value.isEmpty()) {
                        started.where().file().ifPresentOrElse(findings::because, findings::becauseOfTheImage);
                        named(
                                context,
                                database,
                                started.where().text() + " starts a process whose TZ",
                                value,
                                findings);
                    }
                }
            }
        }
        if (zone.isEmpty()) {
            modules(context, database, MODULE, findings);
        }
        modules(context, database, TZINFO, findings);
        for (Context.Elf elf : context.elfs()) {
            if (elf.isLibc()) {
                continue;
            }
            findings.because(elf.path());
            Optional<String> symbol = context.imported(elf, LOCAL);
            if (symbol.isPresent()) {
                String evidence = elf.path().raw() + " imports " + symbol.get();
                findings.file(Finding.Level.RECOMMENDED, evidence, context.existing("/etc/localtime"));
                findings.file(Finding.Level.RECOMMENDED, evidence, context.file("/etc/timezone"));
            }
            boolean embedded = GoProgram.uses(context, elf, "time/tzdata.");
            if (GoProgram.uses(context, elf, "time.LoadLocation") && !embedded) {
                findings.tree(
                        Finding.Level.RECOMMENDED,
                        elf.path().raw() + " holds Go's time.LoadLocation, and not time/tzdata",
                        database,
                        copies(database));
            }
            if (GoProgram.uses(context, elf, "time.") && !embedded) {
                findings.tree(
                        Finding.Level.POSSIBLE,
                        elf.path().raw() + " holds Go's package time, and not time/tzdata: TZ may name a zone",
                        database);
            }
            boolean own = elf.facts().dynamic() && !GoProgram.is(context, elf);
            Optional<String> place = own ? place(context, elf) : Optional.empty();
            if (place.isPresent()) {
                findings.tree(
                        Finding.Level.RECOMMENDED,
                        elf.path().raw() + " holds the string " + place.get() + ", and so reads zones itself",
                        database,
                        elf.isProgram() ? Set.of() : copies(database));
            }
        }
    }

    /** Python's modules that look zones up by name: zoneinfo, and what was used before it. */
    private static void modules(Context context, Optional<RootPath> database, Pattern names, Findings findings) {
        for (Selection.Kept kept : context.kept().all()) {
            if (names.matcher(kept.path().raw()).matches()) {
                findings.because(kept.path())
                        .tree(
                                Finding.Level.RECOMMENDED,
                                kept.path().raw() + " looks zones up by name",
                                database,
                                copies(database));
            }
        }
    }

    /** The same zones once more, and with leap seconds: nothing looks there that is not told to. */
    private static Set<RootPath> copies(Optional<RootPath> database) {
        return database.map(directory -> Set.of(directory.child("posix"), directory.child("right")))
                .orElse(Set.of());
    }

    /**
     * The own reading of zones in PHP, PostgreSQL or libical, where others leave it to the C library, which has the
     * directory as a string.
     */
    private static Optional<String> place(Context context, Context.Elf elf) {
        return context.read(elf, ZONES).stream()
                .filter(string -> elf.isProgram()
                        || string.endsWith("%s")
                        || !context.words(elf, READERS).isEmpty())
                .findFirst();
    }

    private static boolean isDatabase(String string) {
        int end = string.endsWith("/%s") ? string.length() - 3 : string.length() - (string.endsWith("/") ? 1 : 0);
        return DATABASES.contains(string.substring(0, end));
    }

    private static void named(Context context, Optional<RootPath> database, String of, String zone, Findings findings)
            throws IOException {
        String name = zone.startsWith(":") ? zone.substring(1) : zone;
        String evidence = of + " is " + zone;
        Optional<RootPath> file = name.startsWith("/")
                ? context.file(name)
                : database.isPresent() ? context.file(database.get().raw() + "/" + name) : Optional.empty();
        findings.file(Finding.Level.REQUIRED, evidence, file);
        if (file.isEmpty() && name.indexOf('/') >= 0) {
            findings.remark(evidence + ", which the root does not have");
        }
    }
}
