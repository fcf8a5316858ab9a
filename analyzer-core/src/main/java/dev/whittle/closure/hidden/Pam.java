package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** libpam: the services of the programs that need it, and the modules that these name. */
final class Pam implements Detector {
    /** {@code type control module arguments}, or an include (libpam/pam_handlers.c:_pam_parse_config_file). */
    private static final Pattern LINE = Pattern.compile(
            "(?m)^[ \t]*(?:@include[ \t]+(\\S+)|-?(?:auth|account|password|session)[ \t]+(\\[[^\\]]*\\]|\\S+)[ \t]+(\\S+))");

    @Override
    public Family family() {
        return new Family("pam", "libpam: /etc/pam.d of the programs, its includes, the modules named, /etc/security");
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        for (Scene.Elf libpam : scene.libraries("libpam.so")) {
            Set<String> services = new HashSet<>(Set.of("other"));
            Set<String> known = new HashSet<>();
            for (String directory : List.of("/etc/pam.d", "/usr/lib/pam.d")) {
                scene.list(RootPath.of(directory)).forEach(file -> known.add(file.name()));
            }
            for (Scene.Elf elf : scene.elfs()) {
                if (elf.isProgram() && elf.needs("libpam.so")) {
                    services.add(elf.path().name());
                    services.add(elf.path().name() + "-i"); // sudo's login shell
                    services.addAll(scene.words(elf, known)); // su's: su-l
                } else if (elf.isProgram() && elf.facts().dynamic()) {
                    services.add(elf.path().name()); // through a library or a plugin, as sudo's
                }
            }
            findings.because(libpam.path());
            Set<RootPath> read = new HashSet<>();
            for (String service : services.stream().sorted().toList()) {
                service(scene, libpam, libpam.path().raw() + " is kept", service, read, findings);
            }
            findings.tree(
                    Finding.Level.RECOMMENDED,
                    "the modules of " + libpam.path().raw() + " read it",
                    scene.directory("/etc/security"));
            findings.file(
                    Finding.Level.RECOMMENDED,
                    "pam_env reads it for " + libpam.path().raw(),
                    scene.file("/etc/environment"));
        }
    }

    private static void service(
            Scene scene, Scene.Elf libpam, String evidence, String name, Set<RootPath> read, Findings findings)
            throws IOException {
        if (name.indexOf('/') >= 0) {
            return;
        }
        Optional<RootPath> file = scene.firstFile(List.of("/etc/pam.d/" + name, "/usr/lib/pam.d/" + name));
        if (file.isEmpty() || !read.add(file.get())) {
            return;
        }
        findings.file(Finding.Level.RECOMMENDED, evidence, file);
        Matcher line = LINE.matcher(scene.text(file.get()));
        while (line.find()) {
            boolean includes = line.group(1) != null
                    || line.group(2).equals("include")
                    || line.group(2).equals("substack");
            String named = line.group(1) != null ? line.group(1) : line.group(3);
            String why = file.get().raw() + " names " + named;
            if (includes) {
                service(scene, libpam, why, named, read, findings);
            } else {
                findings.file(Finding.Level.REQUIRED, why, scene.firstFile(places(libpam, named)));
                if (named.endsWith("pam_unix.so")) {
                    findings.file(
                            Finding.Level.RECOMMENDED,
                            why + ", which runs unix_chkpwd",
                            scene.firstFile(List.of("/sbin/unix_chkpwd", "/usr/sbin/unix_chkpwd")));
                    findings.file(Finding.Level.RECOMMENDED, why, scene.file("/etc/shadow"));
                }
            }
        }
    }

    private static List<String> places(Scene.Elf libpam, String module) {
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
