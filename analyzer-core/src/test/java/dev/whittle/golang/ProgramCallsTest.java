package dev.whittle.golang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.ByteSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of os/exec in executables that are made by hand. */
class ProgramCallsTest {
    private static final int RAX = 0;
    private static final int RCX = 1;
    private static final int RBX = 3;
    private static final int RSI = 6;
    private static final int RDI = 7;

    private final GoFile file = new GoFile(GoFile.X86_64);
    private final long command = file.function("os/exec.Command", file.code().ret());

    @Test
    void a_name_and_an_array_of_arguments_are_literals() throws IOException {
        assertThat(calls(GoFile.amd64()))
                .containsExactly("own main.main: gzip -c", "own main.main: sh -c 'sort | uniq -c'");
        assertThat(calls(GoFile.arm64()))
                .containsExactly("own main.main: gzip -c", "own main.main: sh -c 'sort | uniq -c'");
    }

    @Test
    void the_context_comes_first_and_a_search_has_no_arguments() throws IOException {
        long context = file.function("os/exec.CommandContext", file.code().ret());
        long look = file.function("os/exec.LookPath", file.code().ret());
        GoFile.Code main = file.code().lea(RCX, file.string("tar")).mov(RDI, 3).mov(RSI, 1);
        main.bytes(0x49, 0xC7, 0xC0).word(0).call(context); // mov r8, 0
        main.lea(RAX, file.string("xz")).mov(RBX, 2).call(look).ret();
        file.function("main.main", main);
        assertThat(calls(file.build())).containsExactly("own main.main: tar", "own main.main looks for xz");
    }

    @Test
    void arguments_are_stored_on_the_stack() throws IOException {
        GoFile.Code main = file.code().bytes(0x48, 0x83, 0xEC, 0x40); // sub rsp, 64
        main.bytes(0x44, 0x0F, 0x11, 0x7C, 0x24, 0x30); // movups [rsp+48], xmm15
        main.lea(RDX, file.string("-n")).bytes(0x48, 0x89, 0x54, 0x24, 0x20); // mov [rsp+32], rdx
        main.bytes(0x48, 0xC7, 0x44, 0x24, 0x28).word(2); // mov qword [rsp+40], 2
        main.lea(RAX, file.string("sed")).mov(RBX, 3).bytes(0x48, 0x8D, 0x4C, 0x24, 0x20); // lea rcx, [rsp+32]
        main.mov(RDI, 2).mov(RSI, 2).call(command).ret();
        file.function("main.main", main);
        assertThat(calls(file.build())).containsExactly("own main.main: sed -n ''");
    }

    private static final int RDX = 2;

    @Test
    void each_branch_names_its_own_program() throws IOException {
        GoFile.Code main = file.code().bytes(0x48, 0x85, 0xD2, 0x74, 14); // test rdx, rdx; je
        main.lea(RAX, file.string("bzip2")).mov(RBX, 5).bytes(0xEB, 12); // jmp
        main.lea(RAX, file.string("zip")).mov(RBX, 3);
        file.function("main.main", main.call(command).ret());
        assertThat(calls(file.build())).containsExactlyInAnyOrder("own main.main: bzip2 ...", "own main.main: zip ...");
    }

    @Test
    void conditional_moves_on_the_same_flags_belong_together() throws IOException {
        GoFile.Code main = file.code().lea(RAX, file.string("zip")).mov(RBX, 3);
        main.lea(RCX, file.string("bzip2")).mov(RDX, 5).bytes(0x48, 0x85, 0xFF); // test rdi, rdi
        main.bytes(0x48, 0x0F, 0x45, 0xC1, 0x48, 0x0F, 0x45, 0xDA); // cmovne rax, rcx; cmovne rbx, rdx
        file.function("main.main", main.call(command).ret());
        assertThat(calls(file.build())).containsExactlyInAnyOrder("own main.main: bzip2 ...", "own main.main: zip ...");
    }

    @Test
    void a_name_that_is_no_literal_is_not_reported() throws IOException {
        GoFile.Code main = file.code().lea(RAX, file.string("zip")).mov(RBX, 3).call(file.next());
        file.function("main.main", main.call(command).ret());
        assertThat(calls(file.build())).isEmpty();
    }

    @Test
    void a_variable_may_hold_the_function() throws IOException {
        GoFile.Code main = file.code().bytes(0x48, 0x8B, 0x15); // mov rdx, [rip+x]
        main.word(file.variable(command) - (file.next() + 7)).bytes(0x4C, 0x8B, 0x02); // mov r8, [rdx]
        main.lea(RAX, file.string("du"))
                .mov(RBX, 2)
                .mov(RDI, 0)
                .bytes(0x41, 0xFF, 0xD0)
                .ret(); // call r8
        file.function("main.main", main);
        assertThat(calls(file.build())).containsExactly("own main.main: du");
    }

    @Test
    void so_may_one_for_arm() throws IOException {
        GoFile arm = new GoFile(GoFile.AARCH64);
        long function = arm.function("os/exec.Command", arm.code().returns());
        GoFile.Code main = arm.code().address(27, arm.variable(function)).word(0xF940037AL); // ldr x26, [x27]
        main.word(0xF9400345L).address(0, arm.string("du")).movz(1, 2).movz(3, 0); // ldr x5, [x26]
        arm.function("main.main", main.word(0xD63F00A0L).returns()); // blr x5
        assertThat(calls(arm.build())).containsExactly("own main.main: du");
    }

    @Test
    void arm_stores_arguments_on_the_stack_and_selects_names() throws IOException {
        GoFile arm = new GoFile(GoFile.AARCH64);
        long function = arm.function("os/exec.Command", arm.code().returns());
        GoFile.Code main = arm.code().word(0xF81C0FFEL); // str x30, [sp, #-64]!
        main.address(2, arm.string("-n")).word(0xF9000FE2L); // str x2, [sp, #24]
        main.word(0xB27F03E5L).word(0xF90013E5L); // orr x5, xzr, #2; str x5, [sp, #32]
        main.movz(8, 5).movz(9, 3).word(0xF1000CDFL).word(0x9A89C101L); // cmp x6, #3; csel x1, x8, x9, gt
        main.address(10, arm.string("bzip2")).address(11, arm.string("zip")).word(0x9A8BC140L); // csel x0, x10, x11, gt
        main.word(0x910063E2L).movz(3, 1).bl(function).returns(); // add x2, sp, #24
        arm.function("main.main", main);
        assertThat(calls(arm.build())).containsExactlyInAnyOrder("own main.main: bzip2 -n", "own main.main: zip -n");
    }

    @Test
    void a_function_may_pass_the_text_of_a_shell_on() throws IOException {
        long sh = file.string("/bin/sh");
        GoFile.Code method = file.code().bytes(0x48, 0x83, 0xEC, 0x20); // sub rsp, 32
        method.lea(RDX, file.string("-c")).bytes(0x48, 0x89, 0x14, 0x24); // mov [rsp], rdx
        method.bytes(0x48, 0xC7, 0x44, 0x24, 8).word(2); // mov qword [rsp+8], 2
        method.bytes(0x48, 0x89, 0x5C, 0x24, 16, 0x48, 0x89, 0x4C, 0x24, 24); // mov [rsp+16], rbx; mov [rsp+24], rcx
        method.lea(RAX, sh).mov(RBX, 7).bytes(0x48, 0x89, 0xE1).mov(RDI, 2).mov(RSI, 2); // mov rcx, rsp
        long shell = file.function(
                "example.com/app/util.(*T).Sh", method.call(command).ret());
        GoFile.Code main = file.code().lea(RBX, file.string("date")).mov(RCX, 4);
        file.function("main.main", main.call(shell).ret());
        assertThat(calls(file.build()))
                .containsExactly("own example.com/app/util.(*T).Sh: /bin/sh -c ?", "own main.main: /bin/sh -c date");
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com/apps.F", "github.com/x/y%2ez.F", "example.com/app/vendor/a.b/c.F"})
    void other_packages_are_libraries(String name) throws IOException {
        file.function(
                name,
                file.code()
                        .lea(RAX, file.string("zip"))
                        .mov(RBX, 3)
                        .call(command)
                        .ret());
        assertThat(calls(file.build())).containsExactly("lib " + name + ": zip ...");
    }

    @Test
    void without_a_stated_start_prologues_tell_where_the_text_begins() throws IOException {
        GoFile plain = new GoFile(GoFile.X86_64).stated(0);
        long start = plain.function("os/exec.Command", plain.code().ret());
        for (int i = 0; i < 20; i++) {
            plain.function(
                    "main.f" + i, plain.code().bytes(0x49, 0x3B, 0x66, 0x10).ret());
        }
        plain.function(
                "main.main",
                plain.code()
                        .lea(RAX, plain.string("zip"))
                        .mov(RBX, 3)
                        .call(start)
                        .ret());
        assertThat(calls(plain.build())).containsExactly("own main.main: zip ...");
    }

    @Test
    void tables_of_go_1_18_are_read_and_older_ones_are_not() throws IOException {
        file.function(
                "main.main",
                file.code()
                        .lea(RAX, file.string("zip"))
                        .mov(RBX, 3)
                        .call(command)
                        .ret());
        assertThat(calls(file.magic(0xFFFFFFF0).build())).hasSize(1);
        assertThat(calls(file.magic(0xFFFFFFFA).build())).isEmpty();
    }

    @Test
    void what_contradicts_itself_has_no_calls() throws IOException {
        byte[] whole = GoFile.amd64();
        int table = 0x8000 + GoFile.TABLE;
        for (int field : List.of(8, 32, 40, 64)) {
            for (int value : new int[] {0, 0x7F, 0xFF}) {
                byte[] bad = whole.clone();
                Arrays.fill(bad, table + field + (value == 0x7F ? 4 : 0), table + field + 8, (byte) value);
                assertThat(calls(bad)).isEmpty();
            }
        }
        for (int length = 0; length < whole.length; length += 997) {
            assertThat(calls(Arrays.copyOf(whole, length))).hasSizeLessThanOrEqualTo(2);
        }
    }

    private static List<String> calls(byte[] content) throws IOException {
        return ProgramCalls.of("/app", ByteSource.of(content)).stream()
                .map(ProgramCallsTest::text)
                .toList();
    }

    private static String text(ProgramCall call) {
        StringBuilder text = new StringBuilder(call.own() ? "own " : "lib ");
        text.append(call.caller()).append(call.looks() ? " looks for " : ": ").append(call.name());
        call.arguments().forEach(word -> text.append(' ')
                .append(word.map(value -> value.isEmpty() || value.contains(" ") ? "'" + value + "'" : value)
                        .orElse("?")));
        return text.append(call.complete() ? "" : " ...").toString();
    }
}
