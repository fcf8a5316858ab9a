package dev.whittle.closure.hidden;

import dev.whittle.closure.AccountFile;
import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Programs that users log in with start the shell of the user's line, and without it refuse the user. */
final class Sessions implements Detector {
    private static final int HOME = 5;
    private static final int SHELL = 6;

    /** What says good day at a login, and is told here not to. */
    private static final Reading<List<String>> MARKS = Reading.where(string -> string.endsWith(".hushlogin"));

    private static final List<String> NO_SHELLS = List.of("nologin", "false", "true", "sync", "halt", "shutdown");

    @Override
    public Family family() {
        return new Family("login", "programs that users log in with: the users' shells, authorized_keys of ssh");
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        for (Scene.Elf elf : scene.elfs()) {
            if (elf.isProgram()
                    && !scene.isMultiCall(elf)
                    && !scene.read(elf, MARKS).isEmpty()) {
                boolean keys = elf.needs("libcrypto.") || elf.path().name().equals("sshd");
                look(scene, elf, keys, findings.because(elf.path()));
            }
        }
    }

    private static void look(Scene scene, Scene.Elf elf, boolean keys, Findings findings) throws IOException {
        for (String line : AccountFile.read(scene.root(), AccountFile.PASSWD).lines()) {
            List<String> fields = AccountFile.fields(line);
            String shell = fields.size() > SHELL ? fields.get(SHELL) : "";
            Optional<RootPath> file = scene.file(shell);
            boolean shut = keys && !isOpen(scene, fields);
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
                        scene.file(fields.get(HOME) + "/.ssh/" + name));
            }
        }
    }

    /** Whether a user can log in from outside at all: with a key, or with a password (shadow(5): those of ! and * are none). */
    private static boolean isOpen(Scene scene, List<String> user) throws IOException {
        if (scene.file(user.get(HOME) + "/.ssh/authorized_keys").isPresent()) {
            return true;
        }
        Optional<String> line =
                AccountFile.read(scene.root(), AccountFile.SHADOW).line(user.get(0));
        return line.isPresent() && line.get().matches("[^:]*:[^!*:].*");
    }
}
