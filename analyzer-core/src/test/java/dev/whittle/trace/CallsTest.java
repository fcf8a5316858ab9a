package dev.whittle.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The effect of one call in strace's output. */
class CallsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "open(\"/etc/x\", O_RDONLY) = 3 ! opened /etc/x",
                "openat(AT_FDCWD, \"/etc/x\", O_RDONLY|O_CLOEXEC) = 3 ! opened /etc/x",
                "openat(AT_FDCWD, \"/etc/x\", O_RDONLY) = -1 ENOENT (No such file or directory) !",
                "openat(AT_FDCWD, \"/etc/x\", O_RDONLY) = -1 EACCES (Permission denied) !",
                "openat(AT_FDCWD, \"/etc/x\", O_RDONLY) = 3 <0.000012> ! opened /etc/x",
                "openat(AT_FDCWD</root>, \"x\", O_RDONLY) = 3</root/x> ! opened /root/x",
                "openat(AT_FDCWD</root>, \"x\", O_RDONLY) = 3</root/x> <0.000012> ! opened /root/x",
                "openat(4</etc/a, (b)>, \"x\", O_RDONLY) = 3</etc/a, (b)/x> ! opened /etc/a, (b)/x",
                "openat(4</etc/a\\74b\\76>, \"x\", O_RDONLY) = 3 ! opened /etc/a<b>/x",
                "openat(AT_FDCWD, \"/dev/null\", O_RDWR) = 3</dev/null<char 1:3>> ! opened /dev/null",
                "openat2(AT_FDCWD, \"/etc/x\", {flags=O_RDONLY|O_DIRECTORY, resolve=0}, 24) = 3 ! opened as a directory /etc/x",
                "openat(AT_FDCWD, \"/etc\", O_RDONLY|O_NONBLOCK|O_CLOEXEC|O_DIRECTORY) = 3 ! opened as a directory /etc",
                "creat(\"/var/x\", 0644) = 3 ! opened /var/x",
                "execve(\"/bin/sh\", [\"sh\", \"-c\", \"a, b) = 1\"], 0x7ffc /* 23 vars */) = 0 ! executed /bin/sh",
                "execve(\"/bin/no\", [\"no\"], 0x7ffc /* 1 var */) = -1 ENOENT (No such file or directory) !",
                "execveat(AT_FDCWD, \"/bin/sh\", [\"sh\"], NULL, 0) = 0 ! executed /bin/sh",
                "execveat(5</bin/true>, \"\", [\"sh\"], NULL, AT_EMPTY_PATH) = 0 ! executed /bin/true",
                "stat(\"/etc/x\", {st_mode=S_IFREG|0644, st_size=3, ...}) = 0 ! only looked at /etc/x",
                "newfstatat(AT_FDCWD, \"/etc/x\", {st_mode=S_IFREG|0644, st_size=3, ...}, 0) = 0 ! only looked at /etc/x",
                "newfstatat(3, \"\", {st_mode=S_IFREG|0644, ...}, AT_EMPTY_PATH) = 0 !",
                "statx(AT_FDCWD, \"/etc/x\", AT_STATX_SYNC_AS_STAT, STATX_ALL, {stx_mask=STATX_ALL}) = 0 ! only looked at /etc/x",
                "access(\"/etc/x\", F_OK)            = 0 ! only looked at /etc/x",
                "access(\"/etc/x\", F_OK)            = -1 ENOENT (No such file or directory) !",
                "faccessat2(AT_FDCWD, \"/etc/x\", R_OK, AT_EACCESS) = 0 ! only looked at /etc/x",
                "readlink(\"/etc/x\", \"/etc/a-very-long-target-that-is-\"..., 4095) = 40 ! read as a link /etc/x",
                "readlink(\"/etc/x\", 0x7ffe, 1023) = -1 EINVAL (Invalid argument) ! only looked at /etc/x",
                "chdir(\"/srv\") = 0 ! opened as a directory /srv",
                "chown(\"/srv/x\", 101, 101) = 0 ! changed /srv/x",
                "fchownat(AT_FDCWD, \"/srv/x\", 101, 101, 0) = 0 ! changed /srv/x",
                "utimensat(3, NULL, NULL, 0) = 0 !",
                "open(\"\\x2f\\x65\\x74\\x63\", O_RDONLY) = 3 ! opened /etc",
                "open(\"/etc/x\", O_RDONLY) = ? !",
                "open(\"/etc/x\", O_RDONLY) = 3 (INJECTED) !",
                "open(\"/a//b/./c/../d\", O_RDONLY) = 3 ! opened /a//b/./c/../d",
                "fstat(3, {st_mode=S_IFREG|0644, ...}) = 0 !",
                "mmap(NULL, 8192, PROT_READ, MAP_PRIVATE, 3, 0) = 0x7f12 !",
            })
    void a_call(String line, String expected) {
        String unescaped = expected == null ? "" : expected;
        assertThat(String.join(" ", Traces.of(line))).isEqualTo(unescaped);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "12 open          ! 12  | /x",
                "'12    open'     ! 12  | /x",
                "[pid 12] open    ! 12  | /x",
                "'[pid    12] open' ! 12  | /x",
                "12<nginx> open   ! 12  | /x",
                "[pid 12<a b>] open ! 12 | /x",
                "10:11:12 open    ! -1  | /x",
                "10:11:12.123456 open ! -1 | /x",
                "1700000000.123456 open ! -1 | /x",
                "1700000000 open  ! -1  | /x",
                "'     0.000123 open' ! -1 | /x",
                "12 10:11:12.1 open  ! 12  | /x",
                "[pid 12] 10:11:12 (+     0.000123) open ! 12 | /x",
                "'[pid 12]      0.000123 open' ! 12 | /x",
                "'12 1700000000.12      0.000123 open' ! 12 | /x",
                "'12 [ 257] open' ! 12  | /x",
                "'12 0.1 [ 257] [00007f0012345678] open' ! 12 | /x",
            })
    void what_stands_before_it(String prefix, String expected) {
        LinePrefix linePrefix = LinePrefix.of(prefix + "(\"/x\", O_RDONLY) = 3");
        assertThat(linePrefix.pid() + "  | "
                        + Traces.of(prefix + "(\"/x\", O_RDONLY) = 3").get(0).substring(7))
                .isEqualTo(expected.replaceAll(" +\\|", "  |"));
    }

    @Test
    void escapes_are_undone() {
        assertThat(Traces.of("open(\"/a\\n\\t\\\"\\\\b\\303\\251\\0011\\x7f\", O_RDONLY) = 3"))
                .containsExactly("opened /a\n\t\"\\b\u00c3\u00a9\u00011\u007f");
    }

    @Test
    void the_strongest_use_counts_with_its_first_line() {
        Trace trace = Traces.read(
                "stat(\"/x\", {}) = 0",
                "open(\"/x\", O_RDONLY) = 3",
                "open(\"/x\", O_RDONLY) = 3",
                "access(\"/x\", 0) = 0");
        assertThat(trace.accesses()).containsExactly(new Access("", "/x", Access.Kind.OPENED, true, false, 2, 4));
    }

    @Test
    void a_link_that_is_not_followed_is_told_as_such() {
        assertThat(Traces.read(
                                "lstat(\"/a\", {}) = 0",
                                "newfstatat(AT_FDCWD, \"/b\", {}, AT_SYMLINK_NOFOLLOW) = 0",
                                "open(\"/c\", O_RDONLY|O_NOFOLLOW) = 3",
                                "readlink(\"/d\", \"e\", 4) = 1",
                                "lstat(\"/f\", {}) = 0",
                                "stat(\"/f\", {}) = 0")
                        .accesses())
                .extracting(Access::follows)
                .containsExactly(false, false, false, false, true);
    }

    @Test
    void a_name_that_was_cut_short_is_told_and_not_guessed() {
        Trace trace = Traces.read(
                "open(\"/etc/very-lo\"..., O_RDONLY) = 3",
                "open(\"/etc/very-lo\"..., O_RDONLY) = 3</etc/very-long>",
                "stat(\"/etc/very-lo\"..., {}) = 0");
        assertThat(Traces.shown(trace)).containsExactly("opened /etc/very-long");
        assertThat(trace.remarks()).containsExactly("line 1 (and 1 more) has a name cut short, and so unknown");
    }

    @Test
    void what_the_trace_made_itself_is_left_out_and_its_directory_is_not() {
        assertThat(Traces.of(
                        "mkdir(\"/run/a\", 0755) = 0",
                        "open(\"/run/a/b\", O_WRONLY|O_CREAT, 0644) = 3",
                        "stat(\"/run/a\", {}) = 0",
                        "open(\"/run/x.pid\", O_WRONLY|O_CREAT|O_EXCL, 0644) = 3",
                        "stat(\"/run/x.pid\", {}) = 0",
                        "open(\"/etc/old\", O_RDONLY) = 3",
                        "open(\"/etc/new.tmp\", O_WRONLY|O_CREAT|O_EXCL, 0644) = 3",
                        "rename(\"/etc/new.tmp\", \"/etc/old\") = 0",
                        "open(\"/etc/old\", O_RDONLY) = 3",
                        "unlink(\"/tmp/gone\") = 0",
                        "open(\"/tmp/gone\", O_RDONLY) = 3",
                        "symlink(\"/etc/y\", \"/lib/z\") = 0",
                        "open(\"/lib/z\", O_RDONLY) = 3",
                        "mkdir(\"/srv/there\", 0755) = -1 EEXIST (File exists)"))
                .containsExactly(
                        "written into /run",
                        "opened /etc/old",
                        "written into /etc",
                        "written into /lib",
                        "only looked at /srv/there");
    }

    @Test
    void what_may_have_been_made_is_told() {
        assertThat(Traces.read("open(\"/log\", O_WRONLY|O_CREAT|O_APPEND, 0644) = 3", "open(\"/x\", O_RDONLY) = 3")
                        .accesses())
                .extracting(Access::made)
                .isEqualTo(List.of(true, false));
    }
}
