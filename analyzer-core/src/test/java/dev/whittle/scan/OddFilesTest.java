package dev.whittle.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.whittle.bytes.RawText;
import dev.whittle.elf.ElfHeader;
import dev.whittle.report.ScanText;
import dev.whittle.report.Style;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.rootfs.Node;
import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.FakeLoader;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Search paths, stacks, privileges, versions: each with the smallest root that has it. */
class OddFilesTest {
    private static final String PROGRAM = "/opt/app/bin/app";

    private final MemoryRoot root = new MemoryRoot();

    OddFilesTest() {
        file(FakeLoader.GLIBC_X86_64, FakeLoader.debian());
    }

    static Stream<Arguments> searchPaths() {
        return Stream.of(
                arguments("/opt/app/lib", "[]"),
                arguments("$ORIGIN/../lib", "[]"),
                arguments("/opt/none", "[NOTE dead-search-path: RUNPATH /opt/none: is not there]"),
                arguments(
                        "$ORIGIN/../none",
                        "[NOTE dead-search-path: RUNPATH $ORIGIN/../none (/opt/app/bin/../none): is not there]"),
                arguments("/opt/app/bin/app", "[NOTE dead-search-path: RUNPATH /opt/app/bin/app: is not a directory]"),
                arguments("/open", "[WARNING writable-search-path: RUNPATH /open: /open is world-writable]"),
                arguments(
                        "/tmp/build/lib",
                        "[WARNING writable-search-path: RUNPATH /tmp/build/lib: does not exist, and could be created: /tmp is"
                                + " world-writable]"),
                arguments("/tmp/mine", "[]"),
                arguments(
                        "/home/me/lib",
                        "[WARNING writable-search-path: RUNPATH /home/me/lib: /home/me belongs to user 1000]"),
                arguments(
                        "lib",
                        "[WARNING outside-search-path: RUNPATH lib: is seen from whatever directory the program is"
                                + " started in]"),
                arguments(
                        "/opt/app/lib:",
                        "[WARNING outside-search-path: RUNPATH an empty element: is seen from whatever directory the"
                                + " program is started in]"),
                arguments(
                        "$ORIGIN/../../../../lib",
                        "[WARNING outside-search-path: RUNPATH $ORIGIN/../../../../lib"
                                + " (/opt/app/bin/../../../../lib): leads above the root]"));
    }

    @ParameterizedTest
    @MethodSource("searchPaths")
    void a_search_path_leads_somewhere(String runpath, String findings) throws IOException {
        root.directory("/opt/app/lib").directory("/home/me/lib");
        put("/open", 0777, 0);
        put("/tmp", 01777, 0);
        put("/tmp/mine", 0755, 0);
        put("/home/me", 0755, 1000);
        elf(PROGRAM, program().runpath(runpath));
        assertThat(ScanScene.scan(root, PROGRAM).findings().stream()
                        .map(finding -> finding.level() + " " + finding.rule().id() + ": " + finding.message())
                        .toList())
                .hasToString(findings);
    }

    static Stream<Arguments> stacks() {
        return Stream.of(
                arguments(
                        ElfBuilder.x86_64().interpreter(FakeLoader.GLIBC_X86_64),
                        "no PT_GNU_STACK, and on x86_64 the stack is executable then"),
                arguments(program().stack(7), "PT_GNU_STACK requires an executable stack"),
                arguments(program().stack(6), ""),
                arguments(
                        ElfBuilder.of(64, ByteOrder.LITTLE_ENDIAN, ElfBuilder.EM_AARCH64)
                                .type(ElfHeader.ET_DYN),
                        ""),
                arguments(ElfBuilder.x86_64().needed("libc.musl-x86_64.so.1"), ""));
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void a_stack_is_executable_or_not(ElfBuilder elf, String message) throws IOException {
        root.file("/file", RawText.of(elf.build()));
        assertThat(ScanScene.of(ScanRule.EXECUTABLE_STACK, ScanScene.scan(root, "/file")))
                .isEqualTo(message.isEmpty() ? List.of() : List.of("WARNING /file: " + message));
    }

    @Test
    void text_relocations_are_told_by_either_entry() throws IOException {
        elf("/a", program().value(22, 0));
        elf("/b", program().value(30, 4));
        elf("/c", program().value(30, 8));
        assertThat(ScanScene.of(ScanRule.TEXT_RELOCATIONS, ScanScene.scan(root)))
                .hasSize(2);
    }

    @Test
    void set_id_files_and_capabilities_are_told() throws IOException {
        Attributes setUid = new Attributes(04755, 0, 0, Instant.EPOCH);
        Attributes setGid = new Attributes(02755, 0, 42, Instant.EPOCH);
        root.file("/bin/su", "#!/bin/sh\nexec su.real\n", setUid, "su");
        root.file("/bin/wall", RawText.of(program().build()), setGid, "wall");
        elf("/bin/ping", program());
        byte[] value = {1, 0, 0, 2, 0, 0x24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        root.extendedAttribute("/bin/ping", "security.capability", value);
        ScanResult result = ScanScene.scan(root);
        assertThat(ScanScene.of(ScanRule.SET_ID, result))
                .containsExactly(
                        "NOTE /bin/su: set-user-id 0, mode 4755", "NOTE /bin/wall: set-group-id 42, mode 2755");
        assertThat(ScanScene.of(ScanRule.CAPABILITIES, result))
                .containsExactly("NOTE /bin/ping: cap_net_bind_service,cap_net_raw=ep");
    }

    @Test
    void libraries_beside_each_other_are_told() throws IOException {
        elf("/bin/app", program().needed("libfoo.so.1"));
        elf("/lib/libfoo.so.1", library().soname("libfoo.so.1"));
        elf("/lib/libfoo.so.2", library().soname("libfoo.so.2"));
        elf("/opt/libfoo.so.1", library().soname("libfoo.so.1"));
        elf("/usr/lib/module.so", library());
        elf("/usr/lib/glibc-hwcaps/x86-64-v3/libfoo.so.1", library().soname("libfoo.so.1"));
        ScanResult result = ScanScene.scan(root);
        assertThat(ScanScene.of(ScanRule.TWO_VERSIONS, result))
                .containsExactly("NOTE /lib/libfoo.so.1: there are libfoo.so.1 and libfoo.so.2");
        assertThat(ScanScene.of(ScanRule.SAME_SONAME, result))
                .containsExactly("NOTE /lib/libfoo.so.1: libfoo.so.1 is also the soname of /opt/libfoo.so.1");
        assertThat(ScanScene.of(ScanRule.UNNEEDED_LIBRARY, result))
                .contains("NOTE /lib/libfoo.so.2: no program needs it as libfoo.so.2")
                // Without a soname it is a module, opened by its path.
                .noneMatch(line -> line.contains("/lib/libfoo.so.1:") || line.contains("module.so"));
    }

    @Test
    void the_machine_of_most_files_is_the_usual_one() throws IOException {
        elf("/a", program());
        elf("/b", ElfBuilder.of(32, ByteOrder.LITTLE_ENDIAN, ElfBuilder.EM_386));
        assertThat(ScanScene.of(ScanRule.OTHER_MACHINE, ScanScene.scan(root)))
                .containsExactly("NOTE /b: for i386, while most files are for x86_64");
    }

    @Test
    void what_may_not_be_looked_at_is_said() throws IOException {
        elf("/bin/app", program());
        elf("/secret/app", program());
        root.lock("/secret");
        ScanResult result = ScanScene.scan(root);
        assertThat(result.remarks()).containsExactly("/secret: not looked at: permission denied");
        assertThat(new ScanText(Style.PLAIN, false).print(result)).doesNotContain("OK");
    }

    @Test
    void of_a_root_that_cannot_be_read_nothing_is_said() {
        root.hide("/");
        assertThatThrownBy(() -> ScanScene.scan(root)).isInstanceOf(AccessDeniedException.class);
    }

    private static ElfBuilder program() {
        return ElfBuilder.x86_64().interpreter(FakeLoader.GLIBC_X86_64).stack(6);
    }

    private static ElfBuilder library() {
        return ElfBuilder.x86_64().stack(6);
    }

    private void put(String path, int mode, long uid) {
        root.put(path, new Node.Directory(new Attributes(mode, uid, 0, Instant.EPOCH)));
    }

    private void elf(String path, ElfBuilder elf) {
        file(path, elf.build());
    }

    private void file(String path, byte[] content) {
        root.file(path, RawText.of(content));
    }
}
