package dev.whittle.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.rootfs.MemoryRoot;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which directories a command reads with their content. */
class TreeReaderTest {
    private final MemoryRoot root = new MemoryRoot()
            .file("/bin/cp", "\177ELF")
            .file("/bin/mv", "\177ELF")
            .file("/bin/tar", "\177ELF")
            .file("/bin/find", "\177ELF")
            .file("/usr/bin/rsync", "\177ELF")
            .file("/usr/bin/zip", "\177ELF")
            .file("/src/app/index.php", "x");

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "cp -r /src/app /srv                      ! /src/app",
                "cp -nr /src/app/. /srv                   ! /src/app/.",
                "cp -a /a /b /srv                         ! /a /b",
                "cp -r -t /srv /a                         ! ",
                "cp /src/app/index.php /srv               ! ",
                "mv /src/app /srv                         ! /src/app",
                "tar cf - /src/app                        ! /src/app",
                "tar -C /src -cf x.tar app                ! /src:app",
                "tar --create --file - --directory /src/app --owner u . ! /src/app:.",
                "a=(--create --directory /src/app); tar \"${a[@]}\" . ! /src/app:.",
                "tar -xf x.tar -C /srv                    ! ",
                "cd /src/app; tar -czf - .                ! /src/app:.",
                "find /src -type f -name x                ! /src",
                "cd /src; find . -type f                  ! /src:.",
                "cd /src; find -type f                    ! /src:.",
                "find -L /src/app                         ! /src/app",
                "rsync -rlog --chown u:u --exclude x /src/app/ /srv ! /src/app/",
                "zip -r out.zip /src                      ! /src",
                "d=${X:-/src/app}; find \"$d\" -follow -type f ! /src/app",
            })
    void directories(String text, String expected) {
        List<String> walked = new Processes(root)
                .text(text).stream()
                        .filter(Event.Walked.class::isInstance)
                        .map(event -> (Event.Walked) event)
                        .map(event ->
                                event.directory().equals("/") || event.text().startsWith("/")
                                        ? event.text()
                                        : event.directory() + ":" + event.text())
                        .toList();
        assertThat(String.join(" ", walked)).isEqualTo(expected == null ? "" : expected);
    }
}
