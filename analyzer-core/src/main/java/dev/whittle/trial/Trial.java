package dev.whittle.trial;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Resolver;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.SystemPaths;
import dev.whittle.tar.TarEntry;
import dev.whittle.tar.TarLimits;
import dev.whittle.tar.TarReader;
import dev.whittle.trace.BadTraceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs an image and its slim version, the original first, and reports where they differ and what may be missing; keeps
 * what is missing and tries again, if permitted.
 */
public final class Trial {
    private static final int MAX_TRACE = 64 << 20;
    private static final int MAX_ONE_BY_ONE = 4;

    private final Containers containers;
    private final Ticker ticker;
    private final Request request;
    private final Optional<Tracer> tracer;
    private final Resolver original;
    private final Steps steps;

    /**
     * The request.
     *
     * @param questions shell commands for each container
     * @param limitMillis maximum time to observe a container
     * @param rounds maximum number of slim images to build and run; 1 without repair
     * @param start how to start the original if not as its configuration says: as the slim image does
     * @param directory working directory of the processes, raw
     */
    public record Request(
            List<String> questions, long limitMillis, int rounds, Containers.Change start, String directory) {
        public Request {
            questions = List.copyOf(questions);
        }
    }

    /**
     * A slim image in the engine.
     *
     * @param image its name there
     * @param root its content
     */
    public record Slim(String image, RootFs root) {}

    /**
     * Builds the slim image.
     *
     * @param <X> type of the failure
     */
    public interface Slimmer<X extends Exception> {
        /** @param tried additional paths to keep, in the order in which they were found */
        Slim make(List<Missing> tried) throws X, IOException;
    }

    /** Receives the progress. */
    public interface Steps {
        /** @param subject for the user, raw */
        void next(String subject);

        /** @param missing what is kept in the next round */
        void mends(int round, List<Missing> missing);
    }

    /**
     * One slim image compared with the original.
     *
     * @param missing what may explain a difference
     * @param remarks why the result is less complete than it could be; one line each, raw
     */
    public record Round(Observation slim, Comparison comparison, List<Missing> missing, List<String> remarks) {
        public Round {
            missing = List.copyOf(missing);
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * The result.
     *
     * @param rounds one or more, unless the original does not work
     * @param tried what the last slim image keeps in addition
     */
    public record Result(Observation original, List<Round> rounds, List<Missing> tried) {
        public Result {
            rounds = List.copyOf(rounds);
            tried = List.copyOf(tried);
        }

        /** The last one. */
        public Optional<Round> last() {
            return rounds.isEmpty() ? Optional.empty() : Optional.of(rounds.get(rounds.size() - 1));
        }

        public boolean isEqual() {
            return last().filter(round -> round.comparison().isEqual()).isPresent();
        }
    }

    /**
     * @param tracer empty if there is none: then only messages are used
     * @param original its root
     */
    public Trial(
            Containers containers,
            Ticker ticker,
            Request request,
            Optional<Tracer> tracer,
            Resolver original,
            Steps steps) {
        this.containers = containers;
        this.ticker = ticker;
        this.request = request;
        this.tracer = tracer;
        this.original = original;
        this.steps = steps;
    }

    /** @param image name of the original in the engine */
    public <X extends Exception> Result run(String image, Slimmer<X> slimmer) throws IOException, X {
        steps.next("running the original");
        Observation first = observe(image, request.start(), Optional.empty());
        if (first.refused().isPresent() || !first.answersAll()) {
            return new Result(first, List.of(), List.of());
        }
        Optional<Observation> second = Optional.empty();
        List<Round> rounds = new ArrayList<>();
        Map<RootPath, Missing> tried = new LinkedHashMap<>();
        Map<RootPath, Integer> askedFor = new HashMap<>();
        while (true) {
            steps.next("making the slim image");
            Slim slim = slimmer.make(List.copyOf(tried.values()));
            steps.next("running the slim image");
            Observation seen = observe(slim.image(), Containers.Change.NONE, Optional.of(first));
            Comparison comparison = Comparison.of(first, second, seen, Optional.empty());
            if (comparison.hasOtherLines() && second.isEmpty()) {
                steps.next("running the original again");
                second = Optional.of(observe(image, request.start(), Optional.of(first)));
                comparison = Comparison.of(first, second, seen, Optional.empty());
            }
            if (comparison.isDifferentInLinesAlone()) {
                steps.next("running the slim image again");
                Observation other = observe(slim.image(), Containers.Change.NONE, Optional.of(first));
                Comparison confirmation = Comparison.of(first, second, other, Optional.empty());
                comparison = Comparison.of(first, second, seen, Optional.of(confirmation));
            }
            Round round = comparison.isEqual()
                    ? new Round(seen, comparison, List.of(), List.of())
                    : explained(seen, comparison, slim, rounds.isEmpty() && request.rounds() > 1);
            rounds.add(round);
            boolean more = rounds.size() < request.rounds() && merge(tried, round.missing());
            more |= rounds.size() < request.rounds() && merge(tried, widened(round.missing(), askedFor));
            if (comparison.isEqual() || !more) {
                return new Result(first, rounds, List.copyOf(tried.values()));
            }
            steps.mends(rounds.size(), round.missing());
        }
    }

    /**
     * A directory that lacks something in several rounds is kept whole: otherwise a program that loads its modules one
     * by one would need one round per module.
     *
     * @param askedFor number of rounds in which each directory lacked something
     */
    private static List<Missing> widened(List<Missing> missing, Map<RootPath, Integer> askedFor) {
        List<Missing> whole = new ArrayList<>();
        Set<RootPath> now = new HashSet<>();
        for (Missing each : missing) {
            RootPath directory = each.path().parent();
            boolean ofMany = SystemPaths.isSystemDirectory(directory) || SystemPaths.isSharedByPrograms(directory);
            if (!ofMany && now.add(directory) && askedFor.merge(directory, 1, Integer::sum) == MAX_ONE_BY_ONE) {
                whole.add(new Missing(directory, Missing.Extent.TREE, each.way(), each.evidence()));
            }
        }
        return whole;
    }

    /** @return whether anything is new */
    private static boolean merge(Map<RootPath, Missing> tried, List<Missing> all) {
        boolean more = false;
        for (Missing missing : all) {
            Missing before = tried.get(missing.path());
            boolean grows = before != null
                    && before.extent() == Missing.Extent.DIRECTORY
                    && missing.extent() == Missing.Extent.TREE;
            if (before == null || grows) {
                tried.put(missing.path(), missing);
                more = true;
            }
        }
        return more;
    }

    /** @param quick whether messages are enough for now */
    private Round explained(Observation seen, Comparison comparison, Slim slim, boolean quick) throws IOException {
        MissingPaths paths = MissingPaths.of(original, slim.root());
        List<String> lines = new ArrayList<>(comparison.extraLines());
        lines.addAll(seen.said());
        Map<RootPath, Missing> missing = new LinkedHashMap<>();
        Messages.find(lines, paths).forEach(each -> missing.put(each.path(), each));
        List<String> remarks = new ArrayList<>();
        if (!quick || missing.isEmpty()) {
            boolean alone = missing.isEmpty();
            for (Missing each : traced(seen, slim, paths, alone, remarks)) {
                missing.putIfAbsent(each.path(), each);
            }
        }
        return new Round(seen, comparison, List.copyOf(missing.values()), remarks);
    }

    private Observation observe(String image, Containers.Change change, Optional<Observation> model)
            throws IOException {
        try (Container container = containers.create(image, change)) {
            return new Watch(container, ticker, request.questions(), request.limitMillis(), model).run();
        } catch (RefusedException e) {
            return Watch.refused(e.reason(), List.of(), 0);
        }
    }

    /** Runs the slim image again, under strace. */
    private List<Missing> traced(Observation seen, Slim slim, MissingPaths paths, boolean alone, List<String> remarks)
            throws IOException {
        if (tracer.isEmpty() || seen.command().isEmpty()) {
            return List.of();
        }
        steps.next("tracing the slim image");
        List<String> words = new ArrayList<>(tracer.get().command());
        words.addAll(seen.command());
        Containers.Change change = new Containers.Change(
                Optional.of(words.get(0)), words.subList(1, words.size()), List.of("--volume", Tracer.PLACE));
        try (Container container = containers.create(slim.image(), change)) {
            ByteSource tar = tracer.get().tar();
            container.put(tar.head((int) tar.size()), Tracer.PLACE);
            Observation traced =
                    new Watch(container, ticker, request.questions(), request.limitMillis(), Optional.of(seen)).run();
            byte[] trace = content(container.get(Tracer.TRACE, MAX_TRACE));
            if (trace.length == 0) {
                remarks.add("strace tells nothing in the container: "
                        + traced.output().stream().reduce((one, other) -> other).orElse("it ended without a word"));
                return List.of();
            }
            return Traces.find(trace, request.directory(), paths, alone);
        } catch (RefusedException e) {
            remarks.add("the slim image does not start with strace in it: " + e.reason());
        } catch (BadTraceException e) {
            remarks.add("what strace wrote in the container cannot be read: " + e.reason());
        } catch (BadArchiveException e) {
            remarks.add("what strace wrote in the container cannot be had: " + e.reason());
        }
        return List.of();
    }

    private static byte[] content(Optional<byte[]> tar) throws IOException, BadArchiveException {
        if (tar.isEmpty()) {
            return new byte[0];
        }
        ByteSource archive = ByteSource.of(tar.get());
        TarReader reader = new TarReader("trace", archive, TarLimits.DEFAULT);
        Optional<TarEntry> entry = reader.next();
        if (entry.isEmpty()) {
            return new byte[0];
        }
        try (ByteSource content = entry.get().open(archive)) {
            return content.head((int) content.size());
        }
    }
}
