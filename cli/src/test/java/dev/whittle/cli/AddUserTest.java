package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users that are added, and users that are removed. */
class AddUserTest {
    private static final String NONROOT = "nonroot:x:65532:65532:nonroot:/:/sbin/nologin\n";

    private final Path directory;

    AddUserTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        Roots.musl(directory.resolve("srv"));
        Files.write(directory.resolve("server.tar"), Images.server());
    }

    /** Like an image from scratch: nothing of this machine may be included except the program. */
    @Test
    void without_a_source_only_root_and_the_user_are_there() throws IOException {
        Whittle.Result result = run("layer srv/bin/app --without all --add-user nonroot -o out.tar");
        assertThat(result.exit()).isLessThanOrEqualTo(1); // its musl is not where this machine would have one
        TarListing layer = TarListing.of(Files.readAllBytes(directory.resolve("out.tar")));
        assertThat(RawText.of(layer.content("etc/passwd")))
                .isEqualTo("root:x:0:0:root:/root:/sbin/nologin\n" + NONROOT);
        assertThat(RawText.of(layer.content("etc/group"))).isEqualTo("root:x:0:\nnonroot:x:65532:\n");
    }

    @Test
    void a_source_without_users_gets_its_files() throws IOException {
        assertThat(run("layer --from srv /bin/app --add-user web:5 -o one.tar").exit())
                .isZero();
        assertThat(run("layer --from srv /bin/app --add-user web:5 -o two.tar").exit())
                .isZero();
        byte[] one = Files.readAllBytes(directory.resolve("one.tar"));
        assertThat(TarListing.of(one).lines())
                .containsEntry("etc/passwd", "0 0644 0:0")
                .containsKey("etc/");
        assertThat(RawText.of(TarListing.of(one).content("etc/passwd"))).endsWith("\nweb:x:5:5:web:/:/sbin/nologin\n");
        assertThat(Files.readAllBytes(directory.resolve("two.tar"))).isEqualTo(one);
        assertThat(run("layer --from srv --add-user web:5 --dry-run").out()).contains("  /etc/passwd\n");
    }

    @Test
    void an_image_gets_a_line_more_and_keeps_its_user() throws IOException {
        Whittle.Result result = run("slim server.tar --add-user nonroot -o dir:out --no-owner --report r.json");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(Files.readString(directory.resolve("out/etc/passwd")))
                .isEqualTo("root:x:0:0:root:/root:/bin/sh\nweb:x:101:102::/var/web:/bin/false\n" + NONROOT);
        assertThat(Files.readString(directory.resolve("r.json")))
                .contains("\"kind\": \"generated\"", "\"detail\": \"written for --add-user nonroot\"");
        assertThat(run("why /etc/passwd --from server.tar --add-user nonroot").out())
                .contains("/etc/passwd: written for --add-user nonroot");
        assertThat(run("why /etc/passwd --report r.json").out())
                .contains("/etc/passwd: written for --add-user nonroot");
    }

    @Test
    void an_added_user_can_be_the_images_user() throws IOException {
        assertThat(run("slim server.tar --user late -o docker-archive:no.tar").exit())
                .isEqualTo(1);
        Whittle.Result result = run("slim server.tar --user late:late --add-user late -o docker-archive:out.tar");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(SlimmedImage.of(Files.readAllBytes(directory.resolve("out.tar")))
                        .config()
                        .get("User")
                        .getAsString())
                .isEqualTo("late:late");
    }

    @Test
    void users_whom_nobody_needs_are_cut() throws IOException {
        Whittle.Result result = run("slim server.tar --user 0 --trim-users --add-user a:1 -o dir:out --no-owner");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(Files.readAllLines(directory.resolve("out/etc/passwd")))
                .extracting(line -> line.replaceFirst(":.*", ""))
                .isEqualTo(List.of("root", "web", "a")); // web owns the volume
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "layer --from server.tar --add-user web -o x | --add-user web:65532: /etc/passwd has this name with another id: web:x:101:102::/var/web:/bin/false",
                "slim server.tar --add-user 1000 --dry-run   | --add-user 1000: not of the form NAME[:UID], with a name such as nonroot",
                "slim server.tar --add-user a:b --dry-run    | --add-user a:b: the ID is not a number from 0 to 2147483647",
                "slim server.tar --user 1:2:3 --dry-run      | --user 1:2:3: not of the form USER[:GROUP], names or numbers",
                "slim server.tar --user : --dry-run          | --user :: not of the form USER[:GROUP], names or numbers",
                "slim server.tar --user :5 --dry-run         | --user :5: not of the form USER[:GROUP], names or numbers",
                "slim server.tar --user web: --dry-run       | --user web:: not of the form USER[:GROUP], names or numbers",
                "slim server.tar --user 2147483648 --dry-run | --user 2147483648: 2147483648 is no id: those go from 0 to 2147483647",
                "slim server.tar --user 1:99999999999999999999 --dry-run | --user 1:99999999999999999999: 99999999999999999999 is no id: those go from 0 to 2147483647",
                "slim server.tar --user -1 --dry-run         | --user -1: not of the form USER[:GROUP], names or numbers",
                "slim server.tar --user a/b --dry-run        | --user a/b: not of the form USER[:GROUP], names or numbers",
            })
    void what_no_engine_takes_is_wrong_usage(String line, String message) {
        Whittle.Result result = run(line);
        assertThat(result.err()).isEqualTo("whittle: " + message + "\n");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(directory.resolve("x")).doesNotExist();
    }

    private Whittle.Result run(String line) {
        return Whittle.in(directory).run(line.split(" +"));
    }
}
