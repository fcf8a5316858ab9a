package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The users' names. */
final class Users implements Detector {
    static final List<String> LOOKUPS = List.of(
            "getpwnam",
            "getpwnam_r",
            "getpwuid",
            "getpwuid_r",
            "getpwent",
            "getpwent_r",
            "getgrnam",
            "getgrnam_r",
            "getgrgid",
            "getgrgid_r",
            "getgrent",
            "getgrent_r",
            "getgrouplist",
            "initgroups",
            "getlogin");

    @Override
    public Family family() {
        return new Family("users", "/etc/passwd and /etc/group: the image's User, programs that look names up");
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        String user = scene.config().map(config -> config.user()).orElse("");
        if (!user.isEmpty()) {
            boolean number = user.chars().allMatch(c -> (c >= '0' && c <= '9') || c == ':');
            keep(
                    scene,
                    findings.becauseOfTheImage(),
                    number ? Finding.Level.RECOMMENDED : Finding.Level.REQUIRED,
                    "the image's User is " + user);
        }
        for (Scene.Elf elf : scene.elfs()) {
            Optional<String> symbol = elf.isLibc() ? Optional.empty() : scene.imported(elf, LOOKUPS);
            if (symbol.isEmpty() && GoProgram.uses(scene, elf, "os/user.")) {
                symbol = Optional.of("os/user");
            }
            if (symbol.isPresent()) {
                keep(
                        scene,
                        findings.because(elf.path()),
                        Finding.Level.RECOMMENDED,
                        elf.path().raw() + " imports " + symbol.get());
            }
        }
    }

    private static void keep(Scene scene, Findings findings, Finding.Level level, String evidence) throws IOException {
        findings.file(level, evidence, scene.file("/etc/passwd"));
        findings.file(level, evidence, scene.file("/etc/group"));
    }
}
