package dev.whittle.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Feeds mutants to a target, in a separate process: {@code CHECKOUT COUNT FINDINGS TARGET…}. Prints a line for each
 * target, {@code TARGET inputs crashes hangs slowest-in-ms}, and stores findings in the folder FINDINGS. More than two
 * seconds of CPU time are a hang, so that a busy machine causes none.
 */
final class Mutants {
    private static final long HANG = 2_000_000_000L;
    private static final long LOOK = 500;

    private final Target target;
    private final Mutator mutator;
    private final Path findings;
    private final AtomicLong at = new AtomicLong();
    private int crashes;
    private int hangs;
    private long slowest;

    private Mutants(Target target, Mutator mutator, Path findings) {
        this.target = target;
        this.mutator = mutator;
        this.findings = findings;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Corpus corpus = new Corpus(Path.of(arguments[0]));
        long count = Long.parseLong(arguments[1]);
        Path findings = Files.createDirectories(Path.of(arguments[2]));
        List<Target> targets = new ArrayList<>();
        for (int i = 3; i < arguments.length; i++) {
            targets.add(Target.valueOf(arguments[i].toUpperCase(Locale.ROOT)));
        }
        for (Target target : targets.isEmpty() ? List.of(Target.values()) : targets) {
            Mutants mutants = new Mutants(target, new Mutator(corpus.of(target)), findings);
            long share = target.share(count);
            mutants.run(share);
            System.out.println(target + " " + share + " " + mutants.crashes + " " + mutants.hangs + " "
                    + mutants.slowest / 1_000_000);
        }
    }

    private void run(long count) throws InterruptedException {
        Thread worker = new Thread(() -> work(count), "mutants");
        worker.setDaemon(true);
        worker.start();
        long seen = -1;
        long since = 0;
        while (worker.isAlive()) {
            worker.join(LOOK);
            long spent = ManagementFactory.getThreadMXBean().getThreadCpuTime(worker.getId());
            if (at.get() != seen) {
                seen = at.get();
                since = spent;
            } else if (spent - since > 10 * HANG) {
                // It will not end: report it, and exit.
                keep(seen, "hang");
                System.out.println(target + " " + seen + " " + crashes + " " + (hangs + 1) + " never");
                System.exit(1);
            }
        }
    }

    private void work(long count) {
        for (long number = 0; number < count; number++) {
            at.set(number);
            byte[] mutant = mutator.mutant(number);
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            try {
                target.takes(mutant);
            } catch (RuntimeException | Error e) {
                crashes++;
                keep(number, String.valueOf(e));
            }
            long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
            slowest = Math.max(slowest, spent);
            if (spent > HANG) {
                hangs++;
                keep(number, "slow");
            }
        }
    }

    private void keep(long number, String why) {
        try {
            Files.write(findings.resolve(target + "-" + number), mutator.mutant(number));
            Files.writeString(findings.resolve(target + "-" + number + ".txt"), why + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
