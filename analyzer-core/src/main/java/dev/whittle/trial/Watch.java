package dev.whittle.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * Runs a container and records what it does. It is observed until it ends or has shown all that it can: it listens or
 * has answered, its health is known, and it prints nothing more; but no longer than the time limit.
 */
final class Watch {
    private static final long POLL_MILLIS = 300;
    private static final long QUIET_MILLIS = 1500;
    private static final long LEAST_MILLIS = 2500;
    private static final int ASK_SECONDS = 10;
    private static final int STOP_SECONDS = 10;

    private final Container container;
    private final Ticker ticker;
    private final List<String> questions;
    private final long limit;
    private final Optional<Observation> model;
    private final List<String> said = new ArrayList<>();
    private final Container.Answer[] answers;
    private Optional<NavigableSet<String>> ports = Optional.empty();
    private Optional<String> health = Optional.empty();
    private String healthSaid = "";
    private long start;
    private long lastChange;
    private int lastLength;

    /**
     * @param questions shell commands for the container
     * @param limitMillis maximum time to observe it; longer if the model ended later by itself
     * @param model what the container to compare with did
     */
    Watch(Container container, Ticker ticker, List<String> questions, long limitMillis, Optional<Observation> model) {
        this.container = container;
        this.ticker = ticker;
        this.questions = questions;
        this.limit = Math.max(
                limitMillis, model.map(observation -> 2 * observation.millis()).orElse(0L));
        this.model = model;
        this.answers = new Container.Answer[questions.size()];
    }

    /** Starts the container and observes it; stops it at the end. */
    Observation run() throws IOException {
        start = ticker.millis();
        lastChange = start;
        try {
            container.start();
        } catch (RefusedException e) {
            return refused(e.reason(), lines(container.output(true)), elapsed());
        }
        Container.State state = container.state();
        while (state.running() && !isDone()) {
            ticker.pause(POLL_MILLIS);
            look(state);
            state = container.state();
        }
        long watched = elapsed();
        note(state);
        String output = container.output(!state.running());
        Optional<Observation.Stop> stop = Optional.empty();
        if (state.running()) {
            long before = ticker.millis();
            container.stop(STOP_SECONDS);
            boolean killed = ticker.millis() - before >= STOP_SECONDS * 1000L;
            stop = Optional.of(new Observation.Stop(container.state().exitCode(), killed));
        }
        return new Observation(
                new Observation.End(
                        Optional.empty(),
                        state.running() ? OptionalInt.empty() : OptionalInt.of(state.exitCode()),
                        state.outOfMemory()),
                state.command(),
                health,
                ports,
                lines(output),
                answered(),
                said,
                stop,
                watched);
    }

    /** The observation of a container that an engine did not create or start. */
    static Observation refused(String reason, List<String> output, long millis) {
        return new Observation(
                new Observation.End(Optional.of(reason), OptionalInt.empty(), false),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                output,
                List.of(),
                List.of(reason),
                Optional.empty(),
                millis);
    }

    private void look(Container.State state) throws IOException {
        note(state);
        Optional<NavigableSet<String>> now = container.ports();
        if (now.isPresent()
                && !ports.map(before -> before.containsAll(now.get())).orElse(false)) {
            NavigableSet<String> all = new TreeSet<>(now.get());
            ports.ifPresent(all::addAll);
            lastChange = all.isEmpty() ? lastChange : ticker.millis();
            ports = Optional.of(all);
        }
        int length = container.output(false).length();
        if (length != lastLength) {
            lastLength = length;
            lastChange = ticker.millis();
        }
        for (int i = 0; i < answers.length; i++) {
            if (answers[i] == null || answers[i].exitCode() != 0) {
                answers[i] = container.ask(questions.get(i), ASK_SECONDS);
                if (answers[i].exitCode() != 0) {
                    return; // ask the next one after this one has its answer
                }
                lastChange = ticker.millis();
            }
        }
    }

    private void note(Container.State state) {
        if (state.health().isPresent()) {
            health = state.health();
            healthSaid = state.healthSaid();
        }
    }

    private boolean isDone() {
        long now = ticker.millis();
        if (elapsed() >= limit) {
            return true;
        }
        boolean shows = ports.map(known -> !known.isEmpty()).orElse(false) || answers.length > 0;
        boolean healthKnown = !health.equals(Optional.of("starting"));
        return shows
                && healthKnown
                && isAnswered()
                && elapsed() >= LEAST_MILLIS
                && now - lastChange >= QUIET_MILLIS
                && isAsFarAsModel();
    }

    /** What came late in the model may come late here too. */
    private boolean isAsFarAsModel() {
        if (model.isEmpty()) {
            return true;
        }
        Observation observation = model.get();
        boolean ends = observation.exitCode().isPresent();
        boolean listens = observation.ports().isEmpty()
                || ports.map(now -> Ports.covers(now, observation.ports().get()))
                        .orElse(true);
        return !ends && listens && elapsed() >= observation.millis();
    }

    private boolean isAnswered() {
        for (Container.Answer answer : answers) {
            if (answer == null || answer.exitCode() != 0) {
                return false;
            }
        }
        return true;
    }

    private List<Observation.Answered> answered() {
        said.addAll(lines(healthSaid));
        List<Observation.Answered> all = new ArrayList<>();
        for (int i = 0; i < answers.length; i++) {
            Container.Answer answer = answers[i];
            if (answer == null) {
                all.add(new Observation.Answered(questions.get(i), -1, List.of()));
            } else {
                all.add(new Observation.Answered(questions.get(i), answer.exitCode(), lines(answer.out())));
                said.addAll(lines(answer.err()));
            }
        }
        return all;
    }

    private long elapsed() {
        return ticker.millis() - start;
    }

    static List<String> lines(String raw) {
        return raw.lines().toList();
    }
}
