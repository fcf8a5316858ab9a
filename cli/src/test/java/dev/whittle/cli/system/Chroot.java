package dev.whittle.cli.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A root whose programs can run: directly, or with an emulator in it. */
record Chroot(Path path) {
    private static final String EMULATOR = "/emulator";
    /** Enters the root and sets the environment at once: a chroot program would use LD_ variables itself. */
    private static final String ENTER =
            "chroot(shift) or die $!; chdir '/' or die $!; $ENV{$1} = $2 while $ARGV[0] =~ /^(\\w+)=(.*)/ && shift;"
                    + " exec { $ARGV[0] } @ARGV or die $!";

    /** Copies the emulator (with qemu's name of the machine) into the root, if it is missing. */
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
     * A copy of parts of this root in an empty directory, see {@link InCache}: hard links, which are never written but
     * replaced.
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

    /** Follows the file's own links, which lead to places in the root. */
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

    /** A program in the root, by its path there, with variables of its environment: {@code NAME=value}. */
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
