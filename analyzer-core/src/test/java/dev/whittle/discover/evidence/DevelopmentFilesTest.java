package dev.whittle.discover.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevelopmentFilesTest {
    @ParameterizedTest
    @CsvSource({
        "/app/Dockerfile, true",
        "/app/build/Dockerfile.alpine, true",
        "/app/node_modules/a/.husky/pre-commit, true",
        "/app/.github/workflows/test.yml, true",
        "/app/docker-compose.test.yml, true",
        "/app/debian/postinst, true",
        "/app/debian/run, false",
        "/app/bin/dockerfile-lint/run, false",
        "/app/composer.yml, false",
        "/app/.git/config, false"
    })
    void what_runs_elsewhere_is_recognized_by_its_name(String path, boolean expected) {
        assertThat(DevelopmentFiles.contains(RootPath.of(path))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/app/node_modules/@a/b/scripts/gen.sh, true",
        "/app/node_modules/a/test/ts/run.sh, true",
        "/app/node_modules/a/bin/run.sh, false",
        "/app/scripts/run.sh, false"
    })
    void a_library_has_tests_and_build_scripts(String path, boolean expected) {
        assertThat(DevelopmentFiles.isOfLibrary(RootPath.of(path))).isEqualTo(expected);
    }
}
