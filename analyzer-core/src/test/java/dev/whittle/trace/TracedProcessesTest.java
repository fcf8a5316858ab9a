package dev.whittle.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Relative names, and the processes they belong to. */
class TracedProcessesTest {
    @Test
    void relative_names_are_seen_from_the_working_directory_and_from_open_directories() {
        assertThat(Traces.of(
                        "chdir(\"/srv\") = 0",
                        "open(\"a\", O_RDONLY) = 3",
                        "chdir(\"b\") = 0",
                        "open(\"c\", O_RDONLY) = 3",
                        "openat(AT_FDCWD, \"/etc\", O_RDONLY|O_DIRECTORY) = 4",
                        "openat(4, \"d\", O_RDONLY) = 5",
                        "dup(4) = 6",
                        "openat(6, \"e\", O_RDONLY) = 5",
                        "fcntl(4, F_DUPFD_CLOEXEC, 10) = 10",
                        "fchdir(10) = 0",
                        "open(\"f\", O_RDONLY) = 5",
                        "close(4) = 0",
                        "openat(4, \"g\", O_RDONLY) = 5"))
                .containsExactly(
                        "opened as a directory /srv",
                        "opened /srv/a",
                        "opened as a directory /srv/b",
                        "opened /srv/b/c",
                        "opened as a directory /etc",
                        "opened /etc/d",
                        "opened /etc/e",
                        "opened /etc/f");
    }

    @Test
    void where_the_working_directory_is_not_told_a_relative_name_is_told() {
        Trace trace = Traces.read("open(\"a\", O_RDONLY) = 3", "stat(\"b\", {}) = 0", "stat(\"a\", {}) = 0");
        assertThat(trace.accesses()).isEmpty();
        assertThat(trace.remarks())
                .containsExactly("2 relative names cannot be placed, for the trace does not tell the working directory"
                        + " (strace -y does): a (line 1), b (line 2)");
    }

    @Test
    void the_working_directory_may_be_known_otherwise() {
        assertThat(Traces.shown(Traces.read(Optional.of("/app"), "open(\"a\", O_RDONLY) = 3")))
                .containsExactly("opened /app/a");
        assertThat(Traces.of("getcwd(\"/home\", 4096) = 6", "open(\"a\", O_RDONLY) = 3"))
                .containsExactly("opened /home/a");
        assertThat(Traces.of("open(\"a/b\", O_RDONLY) = 3</home/a/b>", "open(\"c\", O_RDONLY) = 3"))
                .containsExactly("opened /home/a/b", "opened /home/c");
    }

    @Test
    void a_call_in_two_parts_is_put_together_process_by_process() {
        assertThat(Traces.of(
                        "12 openat(AT_FDCWD, \"/etc/a\",  <unfinished ...>",
                        "13 stat(\"/etc/b\",  <unfinished ...>",
                        "12 <... openat resumed>O_RDONLY) = 3",
                        "13 <... stat resumed> {st_mode=S_IFREG|0644, ...}) = 0",
                        "14 <... openat resumed>O_RDONLY) = 3",
                        "12 open(\"/etc/never\", O_RDONLY <unfinished ...>",
                        "12 +++ exited with 0 +++"))
                .containsExactly("opened /etc/a", "only looked at /etc/b");
    }

    @Test
    void a_child_begins_where_its_parent_is_and_goes_its_own_way() {
        assertThat(Traces.of(
                        "12 chdir(\"/a\") = 0",
                        "12 clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD) = 13",
                        "13 open(\"x\", O_RDONLY) = 3",
                        "13 chdir(\"/b\") = 0",
                        "12 open(\"y\", O_RDONLY) = 3"))
                .contains("opened /a/x", "opened /a/y");
    }

    @Test
    void threads_share_where_they_are() {
        assertThat(Traces.of(
                        "12 chdir(\"/a\") = 0",
                        "12 clone3({flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_THREAD, stack=0x7f}, 88) = 13",
                        "13 chdir(\"/b\") = 0",
                        "12 open(\"y\", O_RDONLY) = 3"))
                .contains("opened /b/y");
    }

    @Test
    void a_child_may_speak_before_its_parent_s_clone_returns() {
        assertThat(Traces.of(
                        "11 chdir(\"/other\") = 0",
                        "12 chdir(\"/a\") = 0",
                        "12 vfork( <unfinished ...>",
                        "13 open(\"x\", O_RDONLY) = 3",
                        "12 <... vfork resumed>) = 13"))
                .contains("opened /a/x");
    }

    @Test
    void without_fork_in_the_trace_a_new_process_has_what_all_others_have() {
        assertThat(Traces.of("12 chdir(\"/a\") = 0", "13 open(\"x\", O_RDONLY) = 3"))
                .contains("opened /a/x");
        assertThat(Traces.of("12 chdir(\"/a\") = 0", "12 +++ exited with 0 +++", "13 open(\"x\", O_RDONLY) = 3"))
                .contains("opened /a/x");
        Trace open = Traces.read("12 chdir(\"/a\") = 0", "13 chdir(\"/b\") = 0", "14 open(\"x\", O_RDONLY) = 3");
        assertThat(Traces.shown(open)).doesNotContain("opened /a/x", "opened /b/x");
        assertThat(open.remarks()).hasSize(1);
    }

    @Test
    void lines_without_a_number_are_of_the_one_process_there_is() {
        assertThat(Traces.of(
                        "chdir(\"/a\") = 0",
                        "strace: Process 13 attached",
                        "[pid 13] open(\"x\", O_RDONLY) = 3",
                        "[pid 13] chdir(\"/b\") = 0",
                        "[pid 12] open(\"y\", O_RDONLY) = 3",
                        "[pid 13] +++ exited with 0 +++",
                        "--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=13} ---",
                        "open(\"z\", O_RDONLY) = 3",
                        "+++ exited with 0 +++"))
                .containsExactly(
                        "opened as a directory /a",
                        "opened /a/x",
                        "opened as a directory /b",
                        "opened /a/y",
                        "opened /a/z");
    }

    @Test
    void a_later_child_begins_where_its_parent_is_then_and_not_where_an_earlier_child_was() {
        assertThat(Traces.of(
                        "chdir(\"/a\") = 0",
                        "strace: Process 13 attached",
                        "[pid 13] +++ exited with 0 +++",
                        "chdir(\"/b\") = 0",
                        "strace: Process 14 attached",
                        "[pid 14] open(\"x\", O_RDONLY) = 3"))
                .contains("opened /b/x");
    }

    @Test
    void a_thread_that_executes_goes_on_under_its_leader_s_number() {
        assertThat(Traces.of(
                        "12 chdir(\"/a\") = 0",
                        "13 execve(\"/bin/x\", [\"x\"], 0x7f /* 2 vars */ <unfinished ...>",
                        "12 +++ superseded by execve in pid 13 +++",
                        "12 <... execve resumed>) = 0"))
                .containsExactly("opened as a directory /a", "executed /bin/x");
    }

    @Test
    void what_a_chroot_confines_is_seen_from_its_new_root() {
        List<String> shown = Traces.of(
                "open(\"/etc/a\", O_RDONLY) = 3",
                "chroot(\"/srv/root\") = 0",
                "chdir(\"/\") = 0",
                "open(\"etc/b\", O_RDONLY) = 3</srv/root/etc/b>",
                "openat(AT_FDCWD</srv/root/usr>, \"c\", O_RDONLY) = 3",
                "execve(\"/bin/x\", [\"x\"], 0x7f) = 0");
        assertThat(shown)
                .containsExactly(
                        "opened /etc/a",
                        "opened as a directory /srv/root",
                        "opened as a directory /srv/root:/",
                        "opened /srv/root:/etc/b",
                        "opened /srv/root:/usr/c",
                        "executed /srv/root:/bin/x");
    }
}
