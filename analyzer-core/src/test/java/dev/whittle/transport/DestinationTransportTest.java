package dev.whittle.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.whittle.write.Compression;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationTransportTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "docker-archive:a.tar | DockerArchive[file=Optional[/w/a.tar], reference=Optional.empty]",
                "docker-archive:/x/a.tar:nginx | DockerArchive[file=Optional[/x/a.tar],"
                        + " reference=Optional[nginx:latest]]",
                "docker-archive:a:h.io:5000/o/x:1 | DockerArchive[file=Optional[/w/a],"
                        + " reference=Optional[h.io:5000/o/x:1]]",
                "docker-archive:-:x:1 | DockerArchive[file=Optional.empty, reference=Optional[x:1]]",
                "- | DockerArchive[file=Optional.empty, reference=Optional.empty]",
                "containers-storage:x:1 | Stored[store=CONTAINERS_STORAGE, reference=Optional[x:1]]",
                "containerd:x | Stored[store=CONTAINERD, reference=Optional[x:latest]]",
                "docker-daemon:x:1 | Stored[store=DOCKER, reference=Optional[x:1]]",
                "docker-daemon:x | Stored[store=DOCKER, reference=Optional[x:latest]]",
                "oci:d | OciLayout[directory=/w/d, tag=Optional.empty]",
                "oci:d:1.2-slim | OciLayout[directory=/w/d, tag=Optional[1.2-slim]]",
                "oci:d:h.io/x:1 | OciLayout[directory=/w/d, tag=Optional[h.io/x:1]]",
                "oci-archive:f:t | OciArchive[file=Optional[/w/f], tag=Optional[t]]",
                "oci-archive:- | OciArchive[file=Optional.empty, tag=Optional.empty]",
                "tar:a:b.tar | TarFile[file=Optional[/w/a:b.tar]]",
                "tar:- | TarFile[file=Optional.empty]",
                "dir:a:b | UnpackedRoot[directory=/w/a:b, owners=true]",
            })
    void is_named_as_in_skopeo(String text, String parsed) {
        assertThat(Transports.destination(text, Path.of("/w"))).hasToString(parsed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.tar | a.tar: not one of docker://NAME[:TAG], docker://PATH/, docker-archive:FILE[:REF], oci:DIR[:TAG], oci-archive:FILE[:TAG],"
                        + " docker-daemon:REF, containers-storage:REF, containerd:REF, dir:DIR, tar:FILE or - for a pipe",
                "docker:x | docker:x: not one of docker://NAME[:TAG], docker://PATH/, docker-archive:FILE[:REF], oci:DIR[:TAG], oci-archive:FILE[:TAG],"
                        + " docker-daemon:REF, containers-storage:REF, containerd:REF, dir:DIR, tar:FILE or - for a pipe",
                "dir: | dir:: names no path",
                "oci::tag | oci::tag: names no path",
                "docker-archive: | docker-archive:: names no path",
                "docker-archive:a:NO | NO: not an image name such as nginx:alpine",
                "docker-daemon: | : not an image name such as nginx:alpine",
                "docker://UPPER/ | UPPER/: not a path in a registry such as registry.example/team/",
                "docker:/// | /: not a path in a registry such as registry.example/team/",
                "oci:d: | : not a tag such as 1.2-slim",
                "oci:d:a b | a b: not a tag such as 1.2-slim",
            })
    void anything_else_is_told_with_what_would_do(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transports.destination(text, Path.of("/w")))
                .withMessage(message);
    }

    @Test
    void a_digest_cannot_be_asked_for() {
        String digest = "@sha256:" + "0".repeat(64);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transports.destination("docker-archive:a:x" + digest, Path.of("/w")))
                .withMessageContaining("not known beforehand");
    }

    @ParameterizedTest
    @CsvSource({
        "docker-archive:a.tar.gz, none",
        "-, none",
        "docker-daemon:x, none",
        "oci:d, gzip",
        "oci-archive:a.tar, gzip",
        "tar:a.tar, none",
        "tar:a.tgz, gzip",
        "tar:a.tar.zst, zstd",
        "tar:-, none",
        "dir:d, none",
    })
    void each_has_a_packing_of_its_own(String text, String compression) {
        assertThat(Transports.destination(text, Path.of("/w")).defaultCompression())
                .isEqualTo(Compression.parse(compression));
    }

    @ParameterizedTest
    @CsvSource({
        "-, true",
        "docker-archive:-, true",
        "oci-archive:-, true",
        "tar:-, true",
        "docker-daemon:x, true",
        "docker-archive:a, false",
        "oci:-, false",
        "dir:-, false",
    })
    void some_are_pipes(String text, boolean pipe) {
        assertThat(Transports.destination(text, Path.of("/w")).isPipe()).isEqualTo(pipe);
    }
}
