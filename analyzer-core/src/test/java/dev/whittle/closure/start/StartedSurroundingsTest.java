package dev.whittle.closure.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health checks, users, volumes, and the directories around a program. */
class StartedSurroundingsTest {
    private final StartScene scene;

    StartedSurroundingsTest(@TempDir Path base) throws IOException {
        scene = StartScene.at(base);
        scene.tree
                .file("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\napp:x:101:102::/home/app:/bin/false\nbroken\n")
                .file("/etc/group", "root:x:0:\nstaff:x:50:app\n")
                .directory("/root")
                .directory("/home/app")
                .directory("/tmp")
                .directory("/srv/here")
                .file("/data/default.db", "db")
                .link("/var/data", "../data");
    }

    @Test
    void accounts_and_tmp_are_always_there() throws IOException, BadStartException {
        assertThat(scene.places("{'Cmd':['app']}"))
                .containsExactly("ENTRY /etc/passwd", "ENTRY /etc/group", "ENTRY /root", "ENTRY /tmp");
    }

    @Test
    void a_root_without_them_gets_none(@TempDir Path bare) throws IOException, BadStartException {
        assertThat(StartScene.at(bare).places("{'Cmd':['app'],'WorkingDir':'/gone','Volumes':{'/none':{}}}"))
                .isEmpty();
    }

    @Test
    void the_home_is_that_of_the_user() throws IOException, BadStartException {
        for (String user : new String[] {"app", "101", "app:staff", "101:7"}) {
            assertThat(scene.places("{'Cmd':['app'],'User':'" + user + "'}"))
                    .as(user)
                    .contains("ENTRY /home/app")
                    .doesNotContain("ENTRY /root");
        }
    }

    @Test
    void a_user_that_the_image_does_not_know_is_a_problem() throws IOException, BadStartException {
        assertThat(scene.plan("{'Cmd':['app'],'User':'nobody'}").problems())
                .containsExactly("the image's User nobody is not in its /etc/passwd");
        assertThat(scene.plan("{'Cmd':['app'],'User':'app:wheel'}").problems())
                .containsExactly("the image's group wheel is not in its /etc/group");
        assertThat(scene.plan("{'Cmd':['app'],'User':'65532:65532'}").problems())
                .isEmpty();
    }

    @Test
    void the_working_directory_is_kept_without_what_is_in_it() throws IOException, BadStartException {
        assertThat(scene.places("{'Cmd':['app'],'WorkingDir':'/srv/here/'}")).contains("ENTRY /srv/here");
    }

    @Test
    void a_volume_begins_with_what_the_image_has_there() throws IOException, BadStartException {
        assertThat(scene.places("{'Cmd':['app'],'Volumes':{'/data':{},'/var/data':{}}}"))
                .contains("CONTENT /data", "CONTENT /var/data");
    }

    @Test
    void a_volume_over_a_directory_of_the_system_brings_nothing_with_it() throws IOException, BadStartException {
        scene.tree.link("/logs", "var/log").directory("/var/log");
        StartPlan plan = scene.plan("{'Cmd':['app'],'Volumes':{'/logs':{},'/':{}}}");
        assertThat(plan.starts())
                .extracting(start -> start.kind() + " " + start.path())
                .contains("ENTRY /logs");
        assertThat(plan.remarks())
                .contains("the image's volume /logs is a directory of the system: kept without what is in it");
    }

    @Test
    void a_health_check_is_a_command_or_a_text_for_the_shell() throws IOException, BadStartException {
        assertThat(scene.starts("{'Cmd':['app'],'Healthcheck':{'Test':['CMD','curl','-f','x']}}"))
                .contains("PROGRAM /usr/bin/curl: Healthcheck: curl");
        assertThat(scene.starts("{'Cmd':['app'],'Healthcheck':{'Test':['CMD-SHELL','curl -f x || exit 1']}}"))
                .contains("PROGRAM /bin/sh: Healthcheck: /bin/sh", "PROGRAM /usr/bin/curl: Healthcheck: curl");
    }

    @Test
    void a_health_check_uses_the_shell_of_the_image() throws IOException, BadStartException {
        scene.programs("/bin/bash");
        assertThat(scene.starts("{'Cmd':['app'],'Shell':['/bin/bash','-o','pipefail','-c'],"
                        + "'Healthcheck':{'Test':['CMD-SHELL','curl x']}}"))
                .contains("PROGRAM /bin/bash: Healthcheck: /bin/bash", "PROGRAM /usr/bin/curl: Healthcheck: curl");
    }

    @Test
    void a_health_check_that_cannot_run_is_remarked() throws IOException, BadStartException {
        assertThat(scene.plan("{'Cmd':['app'],'Healthcheck':{'Test':['CMD','/gone']}}")
                        .remarks())
                .containsExactly("the image's Healthcheck: /gone: no such file in the image");
        assertThat(scene.plan("{'Cmd':['app'],'Healthcheck':{'Test':['CMDX','/gone']}}")
                        .remarks())
                .containsExactly("the image's Healthcheck begins with neither CMD nor CMD-SHELL: not looked at");
        for (String none : new String[] {"[]", "['NONE']", "['CMD']"}) {
            assertThat(scene.plan("{'Cmd':['app'],'Healthcheck':{'Test':" + none + "}}")
                            .remarks())
                    .isEmpty();
        }
    }
}
