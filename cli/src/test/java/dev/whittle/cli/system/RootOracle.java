package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A root's own loader, run on all processors, compared with {@code whittle ldd --format ldd}. */
abstract class RootOracle {
    /** A file that the loader rejects as well, or one that was forgotten: the loader's answer tells. */
    private static final List<String> NOT_LISTED = List.of();

    private final Chroot root;
    private final String loader;

    RootOracle(Chroot root, String loader) {
        this.root = root;
        this.loader = loader;
    }

    final Chroot root() {
        return root;
    }

    final String loader() {
        return loader;
    }

    /** How to call the loader for a file. */
    abstract Command question(String file);

    /** Options for the tool, so that it answers for the same processor. */
    abstract List<String> options() throws IOException, InterruptedException;

    /** Compares messages, for a loader that does not list missing libraries. */
    abstract void compareMessages(Oracle oracle, String file, Ended expected) throws IOException, InterruptedException;

    /** Every dynamic file under a directory of the root that this loader accepts. */
    final List<String> files(String under, Oracle oracle) throws IOException {
        Optional<Path> like = Optional.of(root.real(loader));
        List<String> dynamic = new ArrayList<>();
        for (Program program : Program.under(root.inside(under), like)) {
            String file = root.outside(program.path());
            if (root.isEmulator(file)) {
                continue; // not the root's
            }
            switch (program.kind()) {
                case DYNAMIC -> dynamic.add(file);
                case STATIC -> oracle.leaveOut("static", file);
                case DEBUG -> oracle.leaveOut("debug information", file);
                case RELOCATABLE -> oracle.leaveOut("not linked", file);
                case FOREIGN -> oracle.leaveOut("of another machine or class", file);
                case NOT_ELF -> {} // a script is not a program for the loader
            }
        }
        return dynamic;
    }

    final Oracle compareAll() throws IOException, InterruptedException {
        Oracle oracle = new Oracle();
        compare(files("/", oracle), oracle);
        return oracle;
    }

    /** Returns the tool's output. */
    final Map<String, List<String>> compare(List<String> files, Oracle oracle)
            throws IOException, InterruptedException {
        if (files.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> ours = tell(files);
        List<Ended> answers = ask(files);
        for (int i = 0; i < files.size(); i++) {
            String file = files.get(i);
            Ended expected = answers.get(i);
            if (expected.crashed()) {
                oracle.leaveOut("crash the loader", file);
            } else {
                oracle.compare(
                        file, Oracle.comparable(expected.lines()), ours.getOrDefault(file, NOT_LISTED), expected);
                compareMessages(oracle, file, expected);
            }
        }
        return ours;
    }

    /** The tool's lines, by file. */
    final Map<String, List<String>> tell(List<String> files) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(files);
        // Twice the first: a single file has no header.
        all.add(files.get(0));
        Ended ended = whittle(all);
        // Files with missing or rejected libraries are part of the comparison; anything worse is not.
        String err = ended.err();
        assertThat(ended.exit())
                .as(err.substring(0, Math.min(err.length(), 1000)))
                .isIn(0, 1, 3);
        return Oracle.byFile(ended.lines());
    }

    final Ended whittle(List<String> files) throws IOException, InterruptedException {
        List<Object> arguments = new ArrayList<>(List.of("ldd", "--format", "ldd"));
        arguments.addAll(options());
        if (!root.isWholeMachine()) {
            arguments.addAll(List.of("--from", "dir:" + root.path()));
        }
        arguments.addAll(files);
        return Whittle.built().run(arguments.toArray());
    }

    private List<Ended> ask(List<String> files) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Ended> answers = new ArrayList<>();
            for (Future<Ended> answer :
                    pool.invokeAll(files.stream().map(this::questionOf).toList())) {
                answers.add(answer.get());
            }
            return answers;
        } catch (ExecutionException e) {
            throw new AssertionError("the loader was not asked", e);
        } finally {
            pool.shutdown();
        }
    }

    private Callable<Ended> questionOf(String file) {
        return () -> question(file).run();
    }
}
