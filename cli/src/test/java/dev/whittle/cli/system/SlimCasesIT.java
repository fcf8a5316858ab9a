package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Slimmed with defaults, an image behaves as before: the same answer, the same log, the same end. What the original
 * opens at run time is the measure for what is kept. A single case: {@code -Dwhittle.cases=REGEX}; every third one, as
 * {@code .ci/run} does: {@code -Dwhittle.cases.share=3}.
 */
@Tag("system")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlimCasesIT {
    /** Bytes kept per byte opened. By default uncertain findings are kept where they cost little. */
    private static final double MOST = 2;

    /** The median of the same. */
    private static final double MEDIAN = 1.35;

    /** What may be kept beyond that because it is cheap and may be needed, in bytes. */
    private static final long CHEAP = 1_000_000;

    private final int share = Integer.getInteger("whittle.cases.share", 1);
    private final SlimTable table = new SlimTable("slim-cases");
    private final Map<String, CaseArchive> archives = new HashMap<>();
    private final Set<CaseArchive> loaded = new HashSet<>();
    private final Map<String, Process> servers = new HashMap<>();
    private final List<Double> ratios = new ArrayList<>();
    private Engine engine;
    private Path scratch;
    private Trace trace;
    private List<SlimCase> cases;

    @BeforeAll
    void prepare(@TempDir(factory = InCache.class) Path temp) throws IOException, InterruptedException {
        Setup.requireRoot();
        scratch = temp;
        engine = Engine.start();
        trace = new Trace(temp);
        Certificates certificates = Certificates.make(temp.resolve("certificates"));
        servers.put("TLS", certificates.serve(engine, ToolCases.TLS_PORT));
        List<SlimCase> all = Stream.of(
                        AlpineCases.all(certificates, temp),
                        NginxCases.all(certificates),
                        ToolCases.all(certificates),
                        ModuleCases.tools(),
                        ModuleCases.runtimes(),
                        RuntimeCases.runtimes(temp),
                        RuntimeCases.postgres())
                .flatMap(List::stream)
                .filter(image -> image.name().matches(".*(" + System.getProperty("whittle.cases", "") + ").*"))
                .toList();
        cases = IntStream.range(0, all.size())
                .filter(index -> index % share == 0)
                .mapToObj(all::get)
                .toList();
        Map<String, List<SlimCase>> byBase = cases.stream().collect(Collectors.groupingBy(SlimCase::base));
        for (Map.Entry<String, List<SlimCase>> group : byBase.entrySet()) {
            Path place = Files.createDirectory(temp.resolve("base-" + group.getKey()));
            archives.put(group.getKey(), CaseArchive.write(base(group.getKey(), place), group.getValue(), place));
        }
    }

    private static BaseImage base(String name, Path place) throws IOException, InterruptedException {
        if (name.equals(BaseImage.SAVED_NGINX)) {
            return BaseImage.saved(name, Files.createDirectory(place.resolve("saved")));
        }
        return name.equals(AlpineCases.ROOT)
                ? BaseImage.alpine(AlpineRoot.named(name), Files.createDirectory(place.resolve("root")))
                : BaseImage.debian(name);
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        if (share == 1) {
            table.write();
        }
        for (Process server : servers.values()) {
            server.destroy();
            server.waitFor();
        }
        engine.stop();
        ratios.sort(null);
        assertThat(ratios.get(ratios.size() / 2))
                .as("median of bytes kept by bytes opened")
                .isLessThanOrEqualTo(MEDIAN);
    }

    List<SlimCase> cases() {
        return cases;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void it_does_what_it_did_before(SlimCase image) throws IOException, InterruptedException {
        CaseArchive archive = Objects.requireNonNull(archives.get(image.base()));
        // An engine that copies layers stores a whole image for each: process those of one base at a time, and remove
        // them afterwards.
        if (loaded.add(archive)) {
            engine.docker("load", "-i", archive.file()).run().succeeds();
        }
        Answer before = Answer.of(engine, image.reference(), image);
        assertThat(before.exit()).as("the image as it was: %s", before).isZero();
        assertThat(before.out()).doesNotStartWith("no answer");

        Tree all = Tree.of(archive.layers(image));
        SlimRow row = new SlimRow(image, all, trace.opened(engine, image, all));
        Path place = Files.createTempDirectory(scratch, "slim-");
        Path slim = place.resolve("slim.tar");
        Ended ended = Whittle.built()
                .command("slim", archive.source(image), "-o", "docker-archive:" + slim)
                .andThen(image.slimOptions().toArray())
                .run();
        boolean works = false;
        if (Files.exists(slim)) {
            engine.docker("load", "-i", slim).run().succeeds();
            Answer after = Answer.of(engine, image.slimmed(), image);
            works = image.isRight(before, after);
            row = row.kept(Tree.ofSlim(slim, place.resolve("unpacked")), ended.exit());
            table.add(works ? row : row.failed(after.shown()));
            engine.docker("rmi", image.slimmed()).run();
        } else {
            table.add(row.failed("not slimmed: " + ended.err()));
        }
        engine.docker("rmi", image.reference()).run();
        Command.of("rm", "-rf", place).run().succeeds();
        ratios.add(row.ratio());
        boolean solved = !Unsolved.NAMES.contains(image.name());
        assertThat(works)
                .as("%s does what it did before; it is slimmed with: %s", image, ended.err())
                .isEqualTo(solved);
        if (!solved || image.refusal().isPresent()) {
            return;
        }
        assertThat(ended.exit())
                .as("nothing is missing in %s: %s", image, ended.err())
                .isZero();
        if (!row.hasLanguage() && row.surplus() > CHEAP) {
            assertThat(row.ratio())
                    .as("bytes kept by bytes opened of %s", image)
                    .isLessThanOrEqualTo(MOST);
        }
    }
}
