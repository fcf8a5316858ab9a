package dev.whittle.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.resolve.Resolver;
import dev.whittle.rootfs.MemoryRoot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A trial from the first container to the last, with an engine of a few lines. */
class TrialTest {
    private final MemoryRoot original = new MemoryRoot().file("/etc/a", "x").file("/etc/b", "x");
    private final List<String> log = new ArrayList<>();
    private long now;

    /** Behaviour of a container. */
    private record Role(
            String output, int endsAfterMillis, int exit, String port, String health, int answersAfterMillis) {
        static Role ending(int millis, int exit, String output) {
            return new Role(output, millis, exit, "", "", 0);
        }

        static Role serving(String output) {
            return new Role(output, Integer.MAX_VALUE, 0, "80/tcp", "", 1000);
        }

        Role healthy(String word) {
            return new Role(output, endsAfterMillis, exit, port, word, answersAfterMillis);
        }
    }

    @Test
    void two_servers_are_equal() throws IOException {
        Trial.Result result = run(List.of("ask"), 1, Role.serving("ready\n"), Role.serving("ready\n"));
        assertThat(result.isEqual()).isTrue();
        assertThat(result.original().staysUp()).isTrue();
        assertThat(result.rounds().get(0).comparison().checks().stream().map(Check::name))
                .containsExactly("start", "run", "ports", "output", "ask", "stop");
        assertThat(log).containsExactly("create orig", "stop", "remove", "create slim0", "stop", "remove");
    }

    @Test
    void one_that_never_ends_is_watched_as_long_as_was_said() throws IOException {
        Role silent = new Role("", Integer.MAX_VALUE, 0, "", "", 0);
        Trial.Result result = run(List.of(), 1, silent, silent);
        assertThat(result.isEqual()).isTrue();
        assertThat(result.original().millis()).isBetween(10_000L, 10_600L);
    }

    @Test
    void exit_codes_are_compared() throws IOException {
        assertThat(run(List.of(), 1, Role.ending(500, 3, "x\n"), Role.ending(900, 3, "x\n"))
                        .isEqual())
                .isTrue();
        Trial.Result result = run(List.of(), 1, Role.ending(500, 0, "x\n"), Role.ending(500, 139, "x\n"));
        assertThat(result.isEqual()).isFalse();
        assertThat(result.rounds().get(0).comparison().checks())
                .contains(new Check(Check.Kind.RUN, "run", "ends with 0", "ends with 139", Check.Verdict.DIFFERENT));
    }

    @Test
    void health_is_compared() throws IOException {
        Trial.Result result = run(
                List.of(),
                1,
                Role.serving("x\n").healthy("healthy"),
                Role.serving("x\n").healthy("starting"));
        assertThat(result.rounds().get(0).comparison().checks())
                .contains(new Check(Check.Kind.HEALTH, "health", "healthy", "starting", Check.Verdict.DIFFERENT));
    }

    @Test
    void what_differs_between_runs_of_the_original_is_found_by_running_it_again() throws IOException {
        Trial.Result result = run(
                List.of(),
                1,
                Role.ending(500, 0, "token abc\n"),
                Role.ending(500, 0, "token def\n"),
                Role.ending(500, 0, "token ghi\n"));
        assertThat(result.isEqual()).isTrue();
        assertThat(log)
                .filteredOn(line -> line.startsWith("create"))
                .containsExactly("create orig", "create slim0", "create orig");
    }

    @Test
    void a_line_that_the_slim_image_prints_once_is_chance() throws IOException {
        Role plain = Role.ending(500, 0, "ready\n");
        Role late = Role.ending(500, 0, "ready\nsignal came late\n");
        assertThat(run(List.of(), 1, plain, late, plain, plain).isEqual()).isTrue();
        assertThat(log)
                .filteredOn(line -> line.startsWith("create"))
                .containsExactly("create orig", "create slim0", "create orig", "create slim0");
        assertThat(run(List.of(), 1, plain, late, plain, late).isEqual()).isFalse();
    }

    @Test
    void what_is_missing_is_kept_until_both_are_equal() throws IOException {
        Trial.Result result = run(
                List.of(),
                5,
                Role.serving("ready\n"),
                Role.ending(500, 1, "cannot open /etc/a\n"),
                Role.serving("ready\n"),
                Role.ending(500, 1, "cannot open /etc/b\n"),
                Role.serving("ready\n"));
        assertThat(result.isEqual()).isTrue();
        assertThat(result.rounds()).hasSize(3);
        assertThat(result.tried().stream().map(Missing::include)).containsExactly("/etc/a", "/etc/b");
        assertThat(log).contains("keeps [/etc/a]", "keeps [/etc/a, /etc/b]");
    }

    @Test
    void a_directory_that_lacks_one_file_after_the_other_comes_whole() throws IOException {
        List<Role> roles = new ArrayList<>(List.of(Role.serving("ready\n")));
        for (int i = 0; i < 4; i++) {
            original.file("/opt/app/lib/m" + i, "x");
            roles.add(Role.ending(500, 1, "cannot open /opt/app/lib/m" + i + "\n"));
            if (i == 0) {
                roles.add(Role.serving("ready\n"));
            }
        }
        roles.add(Role.serving("ready\n"));
        Trial.Result result = run(List.of(), 9, roles.toArray(new Role[0]));
        assertThat(result.isEqual()).isTrue();
        assertThat(result.tried().stream().map(missing -> missing.include() + " " + missing.extent()))
                .contains("/opt/app/lib/m3 FILE", "/opt/app/lib TREE");
    }

    @Test
    void without_mending_it_is_tried_once() throws IOException {
        Trial.Result result = run(
                List.of(),
                1,
                Role.serving("ready\n"),
                Role.ending(500, 1, "cannot open /etc/a\n"),
                Role.serving("ready\n"));
        assertThat(result.isEqual()).isFalse();
        assertThat(result.rounds()).hasSize(1);
        assertThat(result.rounds().get(0).missing().stream().map(Missing::include))
                .containsExactly("/etc/a");
        assertThat(result.tried()).isEmpty();
    }

    @Test
    void it_ends_where_nothing_new_is_found() throws IOException {
        Trial.Result result = run(
                List.of(),
                5,
                Role.serving("ready\n"),
                Role.ending(500, 1, "cannot open /etc/a\n"),
                Role.serving("ready\n"),
                Role.ending(500, 1, "cannot open /etc/a\n"));
        assertThat(result.isEqual()).isFalse();
        assertThat(result.rounds()).hasSize(2);
    }

    @Test
    void with_an_original_that_does_not_answer_nothing_is_compared() throws IOException {
        Role deaf = new Role("", 700, 1, "", "", Integer.MAX_VALUE);
        Trial.Result result = run(List.of("ask"), 1, deaf);
        assertThat(result.rounds()).isEmpty();
        assertThat(result.original().answersAll()).isFalse();
    }

    @Test
    void a_container_that_the_engine_refuses_is_an_observation() throws IOException {
        Trial.Result result = run(List.of(), 1, Role.ending(500, 0, ""), Role.ending(-1, 0, "no /etc/a"));
        assertThat(result.rounds().get(0).comparison().checks().get(0).slim()).isEqualTo("refused: no /etc/a");
        assertThat(result.rounds().get(0).missing().stream().map(Missing::include))
                .containsExactly("/etc/a");
    }

    private Trial.Result run(List<String> questions, int rounds, Role... roles) throws IOException {
        List<Role> left = new ArrayList<>(List.of(roles));
        Trial.Request request = new Trial.Request(questions, 10_000, rounds, Containers.Change.NONE, "/");
        Trial trial = new Trial(
                (image, change) -> {
                    log.add("create " + image);
                    return new Acted(left.remove(0));
                },
                new Ticker() {
                    @Override
                    public long millis() {
                        return now;
                    }

                    @Override
                    public void pause(long millis) {
                        now += millis;
                    }
                },
                request,
                Optional.empty(),
                new Resolver(original),
                new Trial.Steps() {
                    @Override
                    public void next(String subject) {}

                    @Override
                    public void mends(int round, List<Missing> missing) {}
                });
        int[] made = {0};
        return trial.<RuntimeException>run("orig", tried -> {
            if (!tried.isEmpty()) {
                log.add("keeps " + tried.stream().map(Missing::include).toList());
            }
            return new Trial.Slim("slim" + made[0]++, new MemoryRoot().directory("/etc"));
        });
    }

    private final class Acted implements Container {
        private final Role role;
        private long start;

        Acted(Role role) {
            this.role = role;
        }

        private boolean runs() {
            return now - start < role.endsAfterMillis();
        }

        @Override
        public void start() throws RefusedException {
            start = now;
            if (role.endsAfterMillis() < 0) {
                throw new RefusedException(role.output());
            }
        }

        @Override
        public State state() {
            return new State(
                    runs(),
                    role.exit(),
                    false,
                    List.of("app"),
                    Optional.of(role.health()).filter(word -> !word.isEmpty()),
                    "");
        }

        @Override
        public String output(boolean whole) {
            return role.endsAfterMillis() < 0 ? "" : role.output();
        }

        @Override
        public Optional<NavigableSet<String>> ports() {
            return Optional.of(role.port().isEmpty() ? new TreeSet<>() : new TreeSet<>(List.of(role.port())));
        }

        @Override
        public Answer ask(String command, int seconds) {
            return now - start >= role.answersAfterMillis()
                    ? new Answer(0, "hello\n", "")
                    : new Answer(7, "", "refused");
        }

        @Override
        public void stop(int seconds) {
            log.add("stop");
        }

        @Override
        public void put(byte[] tar, String directory) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<byte[]> get(String file, int maxBytes) {
            return Optional.empty();
        }

        @Override
        public void close() {
            log.add("remove");
        }
    }
}
