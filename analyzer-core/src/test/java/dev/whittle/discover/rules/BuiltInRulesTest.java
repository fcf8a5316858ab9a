package dev.whittle.discover.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.discover.Catalogue;
import dev.whittle.discover.evidence.Family;
import dev.whittle.path.Glob;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Built-in rules have the format of user rules, state their sources, and never match a whole system. */
class BuiltInRulesTest {
    /** Shared directories: a rule that kept one would keep the system. */
    private static final List<String> SHARED = List.of(
            "/usr",
            "/usr/lib",
            "/usr/lib/x86_64-linux-gnu",
            "/usr/lib64",
            "/usr/libexec",
            "/usr/share",
            "/usr/bin",
            "/usr/sbin",
            "/usr/local",
            "/usr/local/lib",
            "/usr/local/share",
            "/lib",
            "/lib/x86_64-linux-gnu",
            "/bin",
            "/sbin",
            "/etc",
            "/etc/X11",
            "/var",
            "/var/lib",
            "/var/cache",
            "/opt",
            "/home",
            "/root",
            "/srv");

    static List<String> files() {
        return BuiltInRules.FILES;
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_user_could_write_each_file(String name) throws Exception {
        String text = text(name);
        List<Rule> rules = RuleReader.read(
                text.replaceFirst("\"name\": \"", "\"name\": \"my-").getBytes(StandardCharsets.UTF_8),
                name,
                Catalogue.families(),
                List.of());
        assertThat(rules).hasSize(1);
        assertThat(rules.get(0).cases()).hasSizeGreaterThan(5);
    }

    @Test
    void each_rule_has_a_source_and_a_reason() {
        for (Rule rule : BuiltInRules.all()) {
            for (Rule.Case each : rule.cases()) {
                assertThat(each.source()).as(rule.family().name() + " " + each).isPresent();
                assertThat(each.reason()).as(rule.family().name() + " " + each).isPresent();
            }
        }
    }

    @Test
    void no_place_is_a_directory_that_all_share() {
        for (Rule rule : BuiltInRules.all()) {
            for (Rule.Case each : rule.cases()) {
                Stream.of(
                                each.places().paths(),
                                each.places().trees(),
                                each.places().plugins(),
                                each.places().programs())
                        .flatMap(List::stream)
                        .flatMap(List::stream)
                        .forEach(place ->
                                assertThat(meansShared(place)).as(place).isFalse());
            }
        }
    }

    @Test
    void only_a_variable_of_the_image_may_stand_alone() {
        assertThat(meansShared("/usr/*")).isTrue();
        assertThat(meansShared("$PREFIX")).isTrue();
        assertThat(meansShared("$LIBDIR/**")).isTrue();
        assertThat(meansShared("/usr/share/*")).isTrue();
        assertThat(meansShared("/usr/share/fonts")).isFalse();
        assertThat(meansShared("$QT_PLUGIN_PATH")).isFalse();
    }

    @Test
    void no_trigger_matches_every_file() {
        for (Rule rule : BuiltInRules.all()) {
            for (Rule.Case each : rule.cases()) {
                for (Rule.Trigger trigger : each.triggers()) {
                    Stream.of(trigger.library(), trigger.program(), trigger.soname(), trigger.installed())
                            .flatMap(Optional::stream)
                            .forEach(name ->
                                    assertThat(name.indexOf('*')).as(name).isNotIn(0, 1, 2));
                }
            }
        }
    }

    @Test
    void their_families_are_listed_once() {
        List<String> names = Catalogue.families().stream().map(Family::name).toList();
        assertThat(names).doesNotHaveDuplicates().containsAll(BuiltInRules.FILES);
    }

    /** A place relative to the library or program is resolved from the usual directories. */
    private static boolean meansShared(String place) {
        List<String> globs =
                switch (place.startsWith("$") ? place.substring(1).split("/", 2)[0] : "") {
                    case "PREFIX" -> List.of("/usr" + place.substring("$PREFIX".length()));
                    case "DIR" -> List.of("/usr/bin" + place.substring("$DIR".length()));
                    case "LIBDIR" -> List.of("/usr/lib/x86_64-linux-gnu" + place.substring("$LIBDIR".length()));
                    default -> place.startsWith("/") ? List.of(place) : List.of();
                };
        return globs.stream()
                .map(glob -> glob.replaceAll("\\$[0-9]", "*"))
                .anyMatch(glob -> SHARED.stream().map(RootPath::of).anyMatch(path -> Glob.of(glob)
                                .matches(path))
                        || SystemPaths.isSharedByPrograms(RootPath.of(glob.replaceFirst("/\\*+$", ""))));
    }

    private static String text(String name) throws IOException {
        try (InputStream in = BuiltInRules.class.getResourceAsStream(name + ".json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
