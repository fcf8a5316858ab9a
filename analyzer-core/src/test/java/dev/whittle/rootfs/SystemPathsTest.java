package dev.whittle.rootfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemPathsTest {
    @ParameterizedTest
    @CsvSource({
        "/proc,          true,  true",
        "/dev,           true,  true",
        "/sys/kernel,    true,  false",
        "/device,        false, false",
        "/usr/dev,       false, false",
        "/,              false, false",
    })
    void mounted_paths(String path, boolean mounted, boolean mountPoint) {
        assertThat(SystemPaths.isMounted(RootPath.of(path))).isEqualTo(mounted);
        assertThat(SystemPaths.isMounted(path)).isEqualTo(mounted);
        assertThat(SystemPaths.isMountPoint(RootPath.of(path))).isEqualTo(mountPoint);
    }

    @ParameterizedTest
    @CsvSource({
        "/,                          true,  true",
        "/usr/lib,                   true,  true",
        "/usr/lib/x86_64-linux-gnu,  true,  false",
        "/usr/local/share,           true,  true",
        "/usr/src,                   false, true",
        "/var/empty,                 false, true",
        "/dev/shm,                   true,  true",
        "/dev/disk,                  false, true",
        "/usr/lib/python3,           false, false",
        "/srv,                       false, false",
    })
    void shared_directories(String path, boolean byPrograms, boolean system) {
        assertThat(SystemPaths.isSharedByPrograms(RootPath.of(path))).isEqualTo(byPrograms);
        assertThat(SystemPaths.isSystemDirectory(RootPath.of(path))).isEqualTo(system);
    }
}
