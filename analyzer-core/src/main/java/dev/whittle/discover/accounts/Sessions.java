package dev.whittle.discover.accounts;

import dev.whittle.closure.AccountFile;
import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.StringExtractor;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Programs that users log in with start the shell in the user's line, and reject the user without it. */
public final class Sessions implements Detector {
    private static final int HOME = 5;
    private static final int SHELL = 6;

    /** Programs that print messages at login and are disabled here. */
    private static final StringExtractor<List<String>> MARKS =
            StringExtractor.where(string -> string.endsWith(".hushlogin"));

    /** Reads /etc/shells, and so checks whose shell may be used: getusershell(3). */
    private static final List<String> SHELL_CHECKS = List.of("getusershell");

    /** What a login shell and the program that starts it read: bash(1), INVOCATION; login.defs(5); motd(5). */
    private static final List<String> OF_SESSIONS = List.of(
            "/etc/shells", "/etc/profile", "/etc/bash.bashrc", "/etc/environment", "/etc/login.defs", "/etc/motd");

    private static final String PROFILES = "/etc/profile.d";

    private static final List<String> NO_SHELLS = List.of("nologin", "false", "true", "sync", "halt", "shutdown");

    @Override
    public Family family() {
        return new Family("login", "programs that users log in with: the users' shells, authorized_keys of ssh");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        for (Context.Elf elf : context.elfs()) {
            if (!elf.isProgram() || context.isMultiCall(elf) || context.isIncidental(elf.path())) {
                continue;
            }
            boolean login = !context.read(elf, MARKS).isEmpty();
            if (login || context.imported(elf, SHELL_CHECKS).isPresent()) {
                session(context, elf, login, findings.because(elf.path()));
            }
            if (login) {
                boolean keys = elf.needs("libcrypto.") || elf.path().name().equals("sshd");
                look(context, elf, keys, findings.because(elf.path()));
            }
        }
    }

    private static void look(Context context, Context.Elf elf, boolean keys, Findings findings) throws IOException {
        for (String line : AccountFile.read(context.root(), AccountFile.PASSWD).lines()) {
            List<String> fields = AccountFile.fields(line);
            String shell = fields.size() > SHELL ? fields.get(SHELL) : "";
            Optional<RootPath> file = context.file(shell);
            boolean shut = keys && !isOpen(context, fields);
            if (shut || file.isEmpty() || NO_SHELLS.contains(file.get().name())) {
                continue;
            }
            String evidence = elf.path().raw() + " lets users log in, and " + fields.get(0) + "'s ";
            findings.file(Finding.Level.RECOMMENDED, evidence + "shell is " + shell, file);
            // sshd_config(5), AuthorizedKeysFile
            for (String name : keys ? List.of("authorized_keys", "authorized_keys2") : List.<String>of()) {
                findings.file(
                        Finding.Level.RECOMMENDED,
                        evidence + "keys are there",
                        context.file(fields.get(HOME) + "/.ssh/" + name));
            }
        }
    }

    /** What a session reads. */
    private static void session(Context context, Context.Elf elf, boolean login, Findings findings) throws IOException {
        String evidence = elf.path().raw() + (login ? " lets users log in, and " : " checks users' shells, and ");
        for (String file : OF_SESSIONS) {
            findings.file(Finding.Level.EXPECTED, evidence + "sessions read " + file, context.file(file));
        }
        findings.tree(Finding.Level.EXPECTED, evidence + "sessions read " + PROFILES, context.directory(PROFILES));
    }

    /** Whether a user can log in remotely at all: with a key, or with a password (shadow(5): ! and * are none). */
    private static boolean isOpen(Context context, List<String> user) throws IOException {
        if (context.file(user.get(HOME) + "/.ssh/authorized_keys").isPresent()) {
            return true;
        }
        Optional<String> line =
                AccountFile.read(context.root(), AccountFile.SHADOW).line(user.get(0));
        return line.isPresent() && line.get().matches("[^:]*:[^!*:].*");
    }
}
