package dev.whittle.discover.accounts;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** libpam: the services of programs that need it, and the modules that the services name. */
public final class Pam implements Detector {
    /** {@code type control module arguments}, or an include (libpam/pam_handlers.c:_pam_parse_config_file). */
    private static final Pattern LINE = Pattern.compile(
            "(?m)^[ \t]*(?:@include[ \t]+(\\S+)|-?(?:auth|account|password|session)[ \t]+(\\[[^\\]]*\\]|\\S+)[ \t]+(\\S+))");

    private static final RootPath ETC = RootPath.of("/etc");
    private static final RootPath SERVICES = RootPath.of("/etc/pam.d");

    /** Limit for a settings file, in bytes. */
    /** Their words are not names of services: databases, ports, users. */
    private static final Set<String> OF_OTHERS =
            Set.of("/etc/nsswitch.conf", "/etc/services", "/etc/passwd", "/etc/group", "/etc/protocols");

    private static final long MAX_SETTINGS = 1L << 18;

    /** pam_namespace(8): started for each directory with a private instance. */
    private static final String NAMESPACE_SCRIPT = "/etc/security/namespace.init";

    @Override
    public Family family() {
        return new Family("pam", "libpam: /etc/pam.d of the programs, its includes, the modules named, /etc/security");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        for (Context.Elf libpam : context.libraries("libpam.so")) {
            Set<String> services = new HashSet<>(Set.of("other"));
            Set<String> known = new HashSet<>();
            for (String directory : List.of("/etc/pam.d", "/usr/lib/pam.d")) {
                context.list(RootPath.of(directory)).forEach(file -> known.add(file.name()));
            }
            for (Context.Elf elf : context.elfs()) {
                if (elf.isProgram() && elf.needs("libpam.so")) {
                    services.add(elf.path().name());
                    services.add(elf.path().name() + "-i"); // sudo's login shell
                    services.addAll(context.words(elf, known)); // su's: su-l
                } else if (elf.isProgram() && elf.facts().dynamic()) {
                    services.add(elf.path().name()); // through a library or a plugin, like sudo
                }
            }
            Set<String> unnamed = new HashSet<>(known);
            unnamed.removeAll(services);
            findings.because(libpam.path());
            Reading reading = new Reading(context, libpam, Finding.Level.RECOMMENDED, new HashSet<>());
            for (String service : services.stream().sorted().toList()) {
                service(reading, libpam.path().raw() + " is kept", service, findings);
            }
            if (!unnamed.isEmpty()) {
                Reading expected = new Reading(context, libpam, Finding.Level.EXPECTED, reading.files);
                for (String service :
                        namedInSettings(context, unnamed).stream().sorted().toList()) {
                    service(expected, "a kept file names the service " + service, service, findings);
                }
            }
            Optional<RootPath> script = context.file(NAMESPACE_SCRIPT);
            findings.tree(
                    Finding.Level.RECOMMENDED,
                    "the modules of " + libpam.path().raw() + " read it",
                    context.directory("/etc/security"),
                    script.map(Set::of).orElse(Set.of()));
            boolean hasNamespaces = context.kept().all().stream()
                    .anyMatch(kept -> kept.path().name().equals("pam_namespace.so"));
            findings.file(
                    Finding.Level.RECOMMENDED, "pam_namespace.so runs it", hasNamespaces ? script : Optional.empty());
            findings.file(
                    Finding.Level.RECOMMENDED,
                    "pam_env reads it for " + libpam.path().raw(),
                    context.file("/etc/environment"));
        }
    }

    /** Services that a kept settings file or script names: {@code pam_service_name=x}. */
    private static Set<String> namedInSettings(Context context, Set<String> names) throws IOException {
        Set<String> found = new HashSet<>();
        for (Selection.Kept kept : context.kept().all()) {
            boolean settings = kept.path().startsWith(ETC)
                    || kept.reasons().stream().anyMatch(reason -> Family.OF_APPLICATION.contains(reason.family()));
            if (settings
                    && !kept.path().startsWith(SERVICES)
                    && !OF_OTHERS.contains(kept.path().raw())
                    && kept.node() instanceof Node.RegularFile file
                    && file.size() <= MAX_SETTINGS) {
                Set<String> words = new HashSet<>(names);
                words.retainAll(context.settingWords(kept.path()));
                found.addAll(words);
            }
        }
        return found;
    }

    /** @param files that were read before */
    private record Reading(Context context, Context.Elf libpam, Finding.Level level, Set<RootPath> files) {}

    private static void service(Reading reading, String evidence, String name, Findings findings) throws IOException {
        Context context = reading.context;
        Context.Elf libpam = reading.libpam;
        if (name.indexOf('/') >= 0) {
            return;
        }
        Optional<RootPath> file = context.firstFile(List.of("/etc/pam.d/" + name, "/usr/lib/pam.d/" + name));
        if (file.isEmpty() || !reading.files.add(file.get())) {
            return;
        }
        boolean sure = reading.level == Finding.Level.RECOMMENDED;
        findings.file(reading.level, evidence, file);
        Matcher line = LINE.matcher(context.text(file.get()));
        while (line.find()) {
            boolean includes = line.group(1) != null
                    || line.group(2).equals("include")
                    || line.group(2).equals("substack");
            String named = line.group(1) != null ? line.group(1) : line.group(3);
            String why = file.get().raw() + " names " + named;
            if (includes) {
                service(reading, why, named, findings);
            } else {
                findings.file(
                        sure ? Finding.Level.REQUIRED : reading.level, why, context.firstFile(places(libpam, named)));
                if (named.endsWith("pam_unix.so")) {
                    findings.file(
                            reading.level,
                            why + ", which runs unix_chkpwd",
                            context.firstFile(List.of("/sbin/unix_chkpwd", "/usr/sbin/unix_chkpwd")));
                    findings.file(reading.level, why, context.file("/etc/shadow"));
                }
            }
        }
    }

    private static List<String> places(Context.Elf libpam, String module) {
        if (module.startsWith("/")) {
            return List.of(module);
        }
        List<String> places = new ArrayList<>();
        places.add(libpam.path().parent().raw() + "/security/" + module);
        places.add("/lib/security/" + module);
        places.add("/usr/lib/security/" + module);
        places.add("/lib64/security/" + module);
        return places;
    }
}
