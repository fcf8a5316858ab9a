package dev.whittle.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.source.SourceName;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of sources: kinds, paths with colons, and hints for other kinds. */
class SourceTransportTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-                               | Pipe[name=Optional.empty]",
                "-:app:1                         | Pipe[name=Optional[app:1]]",
                "stdin:app:1                     | Pipe[name=Optional[app:1]]",
                "containers-storage:app:1        | Stored[store=CONTAINERS_STORAGE, reference=app:1]",
                "containerd:app:1                | Stored[store=CONTAINERD, reference=app:1]",
                "some/path                       | Bare[path=some/path]",
                "/nginx:alpine                   | Bare[path=/nginx:alpine]",
                "./a:b                           | Bare[path=./a:b]",
                ":x                              | Bare[path=:x]",
                "dir:/srv/a:b                    | Directory[path=/srv/a:b]",
                "tar:a:b.tar                     | Tar[file=a:b.tar]",
                "docker-archive:n.tar            | DockerArchive[file=n.tar, reference=Optional.empty]",
                "docker-archive:n.tar:           | DockerArchive[file=n.tar, reference=Optional.empty]",
                "docker-archive:n.tar:nginx      | DockerArchive[file=n.tar, reference=Optional[nginx]]",
                "docker-archive:n.tar:host:5/a:b | DockerArchive[file=n.tar, reference=Optional[host:5/a:b]]",
                "docker-archive:n.tar:@1         | DockerArchive[file=n.tar, reference=Optional[@1]]",
                "docker-archive:/a:b/c.tar:d:e   | DockerArchive[file=/a, reference=Optional[b/c.tar:d:e]]",
                "oci:layout                      | OciLayout[directory=layout, tag=Optional.empty]",
                "oci:layout:v1                   | OciLayout[directory=layout, tag=Optional[v1]]",
                "oci-archive:o.tar:v1            | OciArchive[file=o.tar, tag=Optional[v1]]",
                "docker-daemon:nginx:alpine      | Stored[store=DOCKER, reference=nginx:alpine]",
                "docker-daemon:3f2a9c1b7d4e      | Stored[store=DOCKER, reference=3f2a9c1b7d4e]",
            })
    void a_name_has_a_kind_a_path_and_a_choice(String raw, String name) {
        assertThat(Transports.source(raw, file -> false)).hasToString(name);
    }

    @Test
    void a_file_that_exists_may_have_colons_in_its_name() {
        Set<String> files = Set.of("a:b.tar", "a:b.tar:c", "docker:x");
        assertThat(Transports.source("docker-archive:a:b.tar", files::contains))
                .isEqualTo(new SourceName.DockerArchive("a:b.tar", Optional.empty()));
        assertThat(Transports.source("docker-archive:a:b.tar:nginx:1", files::contains))
                .isEqualTo(new SourceName.DockerArchive("a:b.tar", Optional.of("nginx:1")));
        assertThat(Transports.source("oci-archive:a:b.tar:c:v1", files::contains))
                .isEqualTo(new SourceName.OciArchive("a:b.tar:c", Optional.of("v1")));
        assertThat(Transports.source("docker:x", files::contains)).isEqualTo(new SourceName.Bare("docker:x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                   | the source has no path",
                "dir:                 | the source has no path",
                "tar:                 | the source has no path",
                "docker-archive:      | the source has no path",
                "docker-archive::x    | the source has no path",
                "oci:                 | the source has no path",
                "docker-daemon:       | docker-daemon: names no image",
                "docker-daemon:-x     | -x: not an image name such as nginx:alpine",
                "docker-daemon:A B    | A B: not an image name such as nginx:alpine",
                "docker://            | : not an image name such as nginx:alpine",
                "docker://A           | A: not an image name such as nginx:alpine",
                "https://a/b.tar      | https://a/b.tar: https: is not a source; download it first",
                "containers-storage:  | containers-storage: names no image",
                "docker-archve:a.tar  | docker-archve:a.tar: no such file, and no such kind of source; did you mean"
                        + " docker-archive:?",
                "OCI:a                | OCI:a: no such file, and no such kind of source; did you mean oci:?",
                "oci-layout:a b       | oci-layout:a b: no such file, and no such kind of source; the kinds are"
                        + " dir:, tar:, docker://, docker-archive:, oci:, oci-archive:, docker-daemon:,"
                        + " containers-storage:, containerd:, deb:, apk:, whl:, jar:, stdin:",
                "docker:a             | docker:a: no such file, and no such kind of source; did you mean docker://,"
                        + " docker-archive: or docker-daemon:?",
                "nginx:alpine         | nginx:alpine: no such file; an image of a registry is"
                        + " docker://nginx:alpine, one of the engine docker-daemon:nginx:alpine",
                "XYZ:a b              | XYZ:a b: no such file, and no such kind of source; the kinds are dir:,"
                        + " tar:, docker://, docker-archive:, oci:, oci-archive:, docker-daemon:, containers-storage:,"
                        + " containerd:, deb:, apk:, whl:, jar:, stdin:",
            })
    void what_is_no_source_is_told_with_the_way_out(String raw, String message) {
        assertThatThrownBy(() -> Transports.source(raw, file -> false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "squashfs:a, unsquashfs -d DIR FILE",
        "appimage:a, --appimage-extract",
    })
    void a_kind_that_is_not_read_is_told_with_the_way_around(String name, String way) {
        assertThatThrownBy(() -> Transports.source(name, path -> false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a source")
                .hasMessageContaining(way);
    }

    @Test
    void a_file_of_such_a_name_is_a_file() {
        assertThatCode(() -> Transports.source("jar:a", path -> true)).doesNotThrowAnyException();
    }
}
