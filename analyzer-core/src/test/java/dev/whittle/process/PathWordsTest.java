package dev.whittle.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathWordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "/etc/a                       ! /etc/a",
                "a/b                          ! a/b",
                "-f/srv/p.awk                 ! /srv/p.awk",
                "+I/srv/scene.pov             ! /srv/scene.pov",
                "--config=/etc/a              ! /etc/a",
                "-javaagent:/p.jar=x          ! /p.jar",
                "@/argfile                    ! /argfile",
                "a,/p                         ! /p",
                "file:///p/q                  ! /p/q",
                "-Dx=/p                       ! /p",
                "/a.jar:/lib/*                ! /lib/*",
                "-cp=/a.jar:/b.jar            ! /b.jar",
            })
    void a_path_is_found_in_an_argument(String argument, String path) {
        assertThat(PathWords.in(argument)).contains(path);
    }

    @ParameterizedTest
    @CsvSource({"plain", "-v", "a=b", "--x=y", "/"})
    void other_arguments_have_none(String argument) {
        assertThat(PathWords.in(argument)).isEmpty();
    }
}
