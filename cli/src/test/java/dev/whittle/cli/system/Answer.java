package dev.whittle.cli.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an image did: the answer to the question or its own output, its log, and how it ended.
 *
 * @param exit of the container; 137 if it ignored its stop signal
 * @param log its lines, sorted, without numbers, which differ in every run
 */
record Answer(int exit, String out, List<String> log) {
    private static final int TRIES = 200;
    private static final int PAUSE_MILLIS = 100;

    static Answer of(Engine engine, String image, SlimCase slimCase) throws IOException, InterruptedException {
        return of(engine, image, slimCase.question(), slimCase.runOptions());
    }

    /**
     * Runs an image in the network of the engine's host, without additional privileges.
     *
     * @param words for {@code docker run} after the options, before and after the image
     */
    static Answer of(Engine engine, String image, Optional<String> question, List<String> options, String... words)
            throws IOException, InterruptedException {
        Object[] all = Stream.of(
                        Stream.of("run", question.isPresent() ? "--detach" : "--rm", "--network", "host"),
                        options.stream(),
                        Stream.of(image),
                        Stream.of(words))
                .flatMap(part -> part)
                .toArray();
        Ended started = engine.docker(all).run();
        if (question.isEmpty()) {
            return new Answer(started.exit(), started.out(), comparable(started.err()));
        }
        if (started.exit() != 0) {
            return new Answer(started.exit(), "does not start", comparable(started.err()));
        }
        String container = started.out().strip();
        String answer = ask(engine, container, question.get());
        engine.docker("stop", "--time", "20", container).run();
        Ended logs = engine.docker("logs", container).run();
        Ended exit = engine.docker("inspect", "--format", "{{.State.ExitCode}}", container)
                .run()
                .succeeds();
        engine.docker("rm", "--force", "--volumes", container).run().succeeds();
        return new Answer(Integer.parseInt(exit.out().strip()), answer, comparable(logs.out() + logs.err()));
    }

    private static String ask(Engine engine, String container, String question)
            throws IOException, InterruptedException {
        Command asking = Command.bash(question, List.of(container)).under(Setup.tool("timeout"), "60");
        Command command = engine.here(engine.beside(asking));
        Ended ended = command.run();
        for (int i = 0; ended.exit() != 0 && i < TRIES && runs(engine, container); i++) {
            Thread.sleep(PAUSE_MILLIS);
            ended = command.run();
        }
        return ended.exit() == 0 ? ended.out() : "no answer: " + ended.out() + ended.err();
    }

    private static boolean runs(Engine engine, String container) throws IOException, InterruptedException {
        Command state = engine.docker("inspect", "--format", "{{.State.Running}}", container);
        return state.run().succeeds().out().strip().equals("true");
    }

    private static List<String> comparable(String log) {
        String text = new String(log.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        // A server that is asked too early is asked again, and PostgreSQL logs that; whether nginx's master sees the
        // end of its workers' pipes before it is notified of their end is chance.
        text.lines()
                .map(line -> line.replaceAll("[0-9]+", "0").replaceAll("\\b[0-9a-f]{8,}\\b", "0"))
                .filter(line -> !line.contains("(SIGIO)") && !line.contains("the database system is starting up"))
                .distinct()
                .sorted()
                .forEach(lines::add);
        return lines;
    }

    /** Its output, on both streams. */
    String everything() {
        return out + " " + String.join(" ", log);
    }

    /** In one line, for a table. */
    String shown() {
        String text = (exit + " " + everything()).replaceAll("[|\\s]+", " ").strip();
        return text.length() < 160 ? text : text.substring(0, 160) + " …";
    }
}
