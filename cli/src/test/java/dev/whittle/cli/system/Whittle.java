package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The built tool, as a process on one of the machine's JDKs. */
record Whittle(Path java, Path jar) {
    static Whittle built() {
        return new Whittle(Setup.java(), Setup.jar());
    }

    Whittle on(Path otherJava) {
        return new Whittle(otherJava, jar);
    }

    /** The same tool where every user can read it: the checkout may lie in a closed home. */
    Whittle copiedTo(Path directory) throws IOException {
        return new Whittle(java, Files.copy(jar, directory.resolve("whittle.jar")));
    }

    Command command(Object... arguments) {
        return Command.of(Stream.concat(Stream.of(java, "-jar", jar), Stream.of(arguments))
                .toArray());
    }

    List<String> words(Object... arguments) {
        return command(arguments).words();
    }

    Ended run(Object... arguments) throws IOException, InterruptedException {
        return command(arguments).run();
    }

    /** Runs {@code layer} with these arguments, and gives the archive. */
    Path layer(Path archive, Object... arguments) throws IOException, InterruptedException {
        Object[] all = Stream.concat(Stream.of("layer", "-o", archive), Stream.of(arguments))
                .toArray();
        run(all).succeeds();
        assertThat(archive).isRegularFile();
        return archive;
    }
}
