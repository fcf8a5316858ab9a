package dev.whittle.cli.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A root whose programs run: as they are, or by an emulator that lies in it because this machine cannot. */
record Chroot(Path path) {
    private static final String EMULATOR = "/emulator";
    /** Enters and sets the environment in one: a chroot program would take LD_ variables for its own. */
    private static final String ENTER =
            "chroot(shift) or die $!; chdir '/' or die $!; $ENV{$1} = $2 while $ARGV[0] =~ /^(\\w+)=(.*)/ && shift;"
                    + " exec { $ARGV[0] } @ARGV or die $!";

    /** Brings the emulator (qemu's name of the machine) into the root, if it is not there. */
    Chroot emulated(String machine) throws IOException {
        if (!has(EMULATOR)) {
            Path emulator = Setup.tool("qemu-" + machine + "-static");
            Files.copy(emulator, inside(EMULATOR), StandardCopyOption.COPY_ATTRIBUTES);
        }
        return this;
    }

    boolean isEmulator(String file) {
        return file.equals(EMULATOR);
    }

    /**
     * The copy of parts of this root in an empty directory, see {@link InCache}: other names of the same files, which
     * are never written but replaced.
     */
    Chroot copiedTo(Path directory, String... parts) throws IOException, InterruptedException {
        for (String part : parts) {
            if (has(part)) {
                Command copy = Command.of("cp", "-al", "--parents", "." + part, directory);
                copy.in(path).run().succeeds();
            }
        }
        return new Chroot(directory);
    }

    boolean isWholeMachine() {
        return path.getNameCount() == 0;
    }

    Path inside(String file) {
        return path.resolve(file.substring(1));
    }

    /** Behind the file's own links, which lead to places in the root. */
    Path real(String file) throws IOException {
        Path real = inside(file);
        while (Files.isSymbolicLink(real)) {
            Path target = Files.readSymbolicLink(real);
            real = target.isAbsolute() ? inside(target.toString()) : real.resolveSibling(target);
        }
        return real;
    }

    boolean has(String file) {
        return Files.exists(inside(file), LinkOption.NOFOLLOW_LINKS);
    }

    String outside(Path file) {
        return "/" + path.relativize(file);
    }

    /** A program in the root, by its path there, after the variables of its environment: {@code NAME=value}. */
    Command command(String... words) {
        Command command = Command.of(Setup.tool("perl"), "-e", ENTER, path);
        int variables = 0;
        while (words[variables].indexOf('=') > 0) {
            command = command.andThen(words[variables++]);
        }
        if (has(EMULATOR)) {
            command = command.andThen(EMULATOR);
        }
        for (int i = variables; i < words.length; i++) {
            command = command.andThen(words[i]);
        }
        return command;
    }
}
