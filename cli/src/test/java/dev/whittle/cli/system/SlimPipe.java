package dev.whittle.cli.system;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** {@code docker save IMAGE | whittle slim - … | docker load}, with an engine for the test. */
record SlimPipe(Engine engine) {
    /** Slims an image of the engine under its default name, or the one in the options. */
    Ended slim(String image, List<String> options) throws IOException, InterruptedException {
        List<String> words = Whittle.built()
                .words(Stream.concat(Stream.of("slim", "-"), options.stream()).toArray());
        Command pipe = Command.bash("\"$DOCKER\" save \"$IMAGE\" | \"$@\" | \"$DOCKER\" load", words);
        return engine.here(pipe)
                .with("DOCKER", Setup.tool("docker").toString())
                .with("IMAGE", image)
                .run();
    }

    /** Size as Docker counts. */
    long size(String image) throws IOException, InterruptedException {
        return Long.parseLong(inspect(image, "{{.Size}}"));
    }

    String inspect(String image, String format) throws IOException, InterruptedException {
        return engine.docker("image", "inspect", "--format", format, image)
                .run()
                .succeeds()
                .out()
                .strip();
    }
}
