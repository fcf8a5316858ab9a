package dev.whittle.cli;

import dev.whittle.testdata.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A {@code docker} command of a few lines: it records its arguments, and has containers that end soon. A container of
 * {@code web:1} prints a line and ends with 0; one of another image does so too if the last loaded image contains the
 * manual, and fails otherwise.
 */
final class FakeEngine {
    private static final String SCRIPT = """
            #!/bin/sh
            at=DIRECTORY
            echo "$*" >>$at/log
            last=
            for word; do last=$word; done
            works() { [ "$(cat $at/$1)" = web:1 ] || grep -qa usr/share/doc/manual $at/loaded.tar; }
            case $1 in
            ps | images | start | stop | rm | rmi | cp) ;;
            save) cat $at/server.tar ;;
            load) cat >$at/loaded.tar ;;
            create)
                n=$(grep -c ^create $at/log)
                id=$(printf %064d $n)
                for word; do case $word in web:* | whittle-try/*) echo $word >$at/$id ;; esac; done
                echo $id
                ;;
            container)
                if works $last; then code=0; else code=1; fi
                echo >>$at/$last.asked
                running=false
                [ $(grep -c '' $at/$last.asked) -gt 4 ] || running=true
                printf '%s\\000%s\\000false\\0000\\000none\\0000\\000\\000\\000\\000server\\000-c\\n' $running $code
                ;;
            logs)
                echo ready
                works $last || echo "cannot open /usr/share/doc/manual: No such file or directory" >&2
                ;;
            exec)
                echo hello
                works $6 || echo "and no more"
                ;;
            *) echo "not known: $1" >&2; exit 64 ;;
            esac
            """;

    private final Path directory;

    private FakeEngine(Path directory) {
        this.directory = directory;
    }

    /** @param directory for the command and its records; its path must not contain blanks or quotes */
    static FakeEngine in(Path directory) throws IOException {
        Tree.at(directory)
                .file("/docker", SCRIPT.replace("DIRECTORY", directory.toString()))
                .mode("/docker", "rwxr-xr-x");
        Files.write(directory.resolve("server.tar"), Images.dockerArchive("web:1", Images.CONFIG, Images.layers()));
        return new FakeEngine(directory);
    }

    /** Its arguments, call by call. */
    List<String> log() throws IOException {
        Path log = directory.resolve("log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    /** A command line with this engine. */
    Whittle whittle(Path workingDirectory) {
        return Whittle.in(workingDirectory)
                .with("TMPDIR", directory.toString())
                .with("PATH", directory + ":/usr/bin:/bin");
    }
}
