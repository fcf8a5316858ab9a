package dev.whittle.discover.accounts;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.GoProgram;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The users' names. */
public final class Users implements Detector {
    public static final List<String> LOOKUPS = List.of(
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
    public void look(Context context, Findings findings) throws IOException {
        String user = context.config().map(config -> config.user()).orElse("");
        if (!user.isEmpty()) {
            boolean number = user.chars().allMatch(c -> (c >= '0' && c <= '9') || c == ':');
            keep(
                    context,
                    findings.becauseOfTheImage(),
                    number ? Finding.Level.RECOMMENDED : Finding.Level.REQUIRED,
                    "the image's User is " + user);
        }
        for (Context.Elf elf : context.elfs()) {
            Optional<String> symbol = elf.isLibc() ? Optional.empty() : context.imported(elf, LOOKUPS);
            if (symbol.isEmpty() && GoProgram.uses(context, elf, "os/user.")) {
                symbol = Optional.of("os/user");
            }
            if (symbol.isPresent()) {
                keep(
                        context,
                        findings.because(elf.path()),
                        Finding.Level.RECOMMENDED,
                        elf.path().raw() + " imports " + symbol.get());
            }
        }
    }

    private static void keep(Context context, Findings findings, Finding.Level level, String evidence)
            throws IOException {
        findings.file(level, evidence, context.file("/etc/passwd"));
        findings.file(level, evidence, context.file("/etc/group"));
    }
}
