package dev.whittle.discover.accounts;

import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
import dev.whittle.closure.AccountChoice;
import dev.whittle.closure.Closure;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.discover.Question;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Scene;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users that are added, and users that are removed. */
class AccountFilesTest {
    private static final String PASSWD = "/etc/passwd";

    private Scene scene;

    @BeforeEach
    void aRootWithUsers(@TempDir Path root) throws Exception {
        scene = Scene.glibc(root)
                .elf("/bin/plain", program())
                .elf("/bin/app", program().imports("getpwnam"))
                .elf("/bin/tool", program().imports("getpwnam").data("www-data", "mail", "nobody"))
                .file(PASSWD, """
                        root:x:0:0:root:/root:/bin/sh
                        mail:x:8:8::/var/mail:/bin/false
                        web:x:101:102::/var/web:/bin/false
                        www-data:x:33:33::/var/www:/bin/false
                        nobody:x:65534:65534::/:/bin/false
                        +::::::
                        """)
                .file(
                        "/etc/group",
                        "root:x:0:root\nmail:x:8:root\nweb:x:102:\nwww-data:x:33:web,mail\nnogroup:x:65534:\n")
                .file("/etc/shadow", "root:*:1::::::\nmail:*:1::::::\nweb:!:1::::::\n");
    }

    @Test
    void lines_come_behind_those_of_the_root() throws Exception {
        Closure closure = closure("/bin/plain", add(true, false, "nonroot"));
        assertThat(text(closure, PASSWD)).endsWith("+::::::\nnonroot:x:65532:65532:nonroot:/:/sbin/nologin\n");
        assertThat(text(closure, "/etc/group")).endsWith("nogroup:x:65534:\nnonroot:x:65532:\n");
        assertThat(kept(closure, PASSWD).reasons())
                .containsExactly(new Reason(Reason.Kind.GENERATED, "written for --add-user nonroot"));
        assertThat(closure.selection().get(RootPath.of("/etc/shadow"))).isEmpty();
    }

    @Test
    void users_of_another_machine_stay_out() throws Exception {
        Closure closure = closure("/bin/app", add(false, false, "nonroot", "db:5"));
        assertThat(text(closure, PASSWD)).isEqualTo("""
                        root:x:0:0:root:/root:/sbin/nologin
                        nonroot:x:65532:65532:nonroot:/:/sbin/nologin
                        db:x:5:5:db:/:/sbin/nologin
                        """);
        assertThat(text(closure, "/etc/group")).isEqualTo("root:x:0:\nnonroot:x:65532:\ndb:x:5:\n");
    }

    @Test
    void whoever_is_there_is_not_added_again_and_a_group_of_the_name_is_taken() throws Exception {
        scene.file("/etc/group", "root:x:0:\nnonroot:x:7:");
        Closure closure = closure("/bin/plain", add(true, false, "web:101", "nonroot"));
        assertThat(text(closure, PASSWD)).containsOnlyOnce("\nweb:").contains("nonroot:x:65532:7:");
        assertThat(text(closure, "/etc/group")).isEqualTo("root:x:0:\nnonroot:x:7:\n");
    }

    @Test
    void only_those_who_are_needed_stay() throws Exception {
        assertThat(names(Question.of(scene, "/bin/app").accounts(trim()).closure(), PASSWD))
                .containsExactly("root", "+");
        Closure tool = Question.of(scene, "/bin/tool").accounts(trim()).closure();
        assertThat(names(tool, PASSWD)).containsExactly("root", "www-data", "nobody", "+");
        assertThat(text(tool, "/etc/group")).isEqualTo("root:x:0:root\nwww-data:x:33:\nnogroup:x:65534:\n");
        assertThat(kept(tool, PASSWD).reasons())
                .contains(new Reason(
                        Reason.Kind.GENERATED, "cut to 4 of 6 lines by --trim-users: root, www-data, nobody, +"));
    }

    @Test
    void the_images_user_and_its_groups_stay_by_name_or_number() throws Exception {
        for (String user : List.of("web", "101", "web:mail", "101:8")) {
            Closure closure = Question.of(scene, "/bin/app")
                    .config("'User':'" + user + "'")
                    .accounts(trim())
                    .closure();
            assertThat(names(closure, PASSWD)).containsExactly("root", "web", "+");
            assertThat(text(closure, "/etc/group"))
                    .contains("web:x:102:\n", "www-data:x:33:web\n")
                    .matches(text -> text.contains("mail:x:8:") == user.contains(":"));
        }
    }

    @Test
    void configuration_names_users_where_it_speaks_of_them() throws Exception {
        scene.file("/etc/app/app.conf", "# user web\nmail yes\nuser www-data;\n")
                .elf("/bin/app", program().imports("getpwnam").data("/etc/app/app.conf"));
        Closure closure = Question.of(scene, "/bin/app").accounts(trim()).closure();
        assertThat(names(closure, PASSWD)).containsExactly("root", "www-data", "+");
    }

    @Test
    void shadows_are_cut_where_they_are_kept() throws Exception {
        Closure closure = Question.of(scene, "/bin/app")
                .started("/etc/shadow")
                .config("'User':'web'")
                .accounts(add(true, true, "nonroot"))
                .closure();
        assertThat(text(closure, "/etc/shadow")).isEqualTo("root:*:1::::::\nweb:!:1::::::\nnonroot:!:::::::\n");
    }

    @Test
    void what_is_not_kept_is_not_cut() throws Exception {
        assertThat(closure("/bin/plain", trim()).selection().get(RootPath.of(PASSWD)))
                .isEmpty();
    }

    private Closure closure(String program, AccountChoice choice) throws Exception {
        return Question.of(scene, program).accounts(choice).closure();
    }

    private static AccountChoice trim() {
        return new AccountChoice(List.of(), true, true);
    }

    private static AccountChoice add(boolean appended, boolean trimmed, String... users) {
        return new AccountChoice(AccountChoice.parse(List.of(users)), appended, trimmed);
    }

    private static Selection.Kept kept(Closure closure, String path) {
        return closure.selection().get(RootPath.of(path)).orElseThrow();
    }

    private static String text(Closure closure, String path) throws Exception {
        return RawText.of(kept(closure, path).content().orElseThrow().head(1 << 20));
    }

    private static List<String> names(Closure closure, String path) throws Exception {
        return text(closure, path)
                .lines()
                .map(line -> line.replaceFirst(":.*", ""))
                .toList();
    }
}
