package dev.whittle.golang;

import dev.whittle.elf.ElfMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The address that the entries of Go's functions count from. The table has it where the linker knows it. Otherwise it
 * is the place near the start of the code at which most functions begin as compiled functions do: with the comparison
 * of the stack pointer with the limit of the goroutine's stack (src/cmd/internal/obj: stacksplit).
 */
final class TextStart {
    private static final int EM_X86_64 = 62;
    private static final int EM_AARCH64 = 183;

    /** Start files and functions of the C library come before Go's code. */
    private static final int MAX_BEFORE = 1 << 20;

    private static final int ALIGN = 16;
    private static final int SAMPLES = 256;
    private static final int MIN_SAMPLES = 16;

    /** One of so many functions at least: small ones need no stack. */
    private static final int SHARE = 5;

    private static final int MAX_SPREAD = 1 << 20;

    private TextStart() {}

    /** @return -1 if there is none */
    static long of(Memory memory, long stated, int[] entries) throws IOException {
        if (stated != 0 && memory.part(stated).filter(ElfMap.Part::executable).isPresent()) {
            return stated;
        }
        int machine = memory.map().header().machine();
        if (machine != EM_X86_64 && machine != EM_AARCH64) {
            return -1;
        }
        for (ElfMap.Part part : memory.map().parts()) {
            if (part.executable()) {
                long found = search(memory, part, machine == EM_X86_64, entries);
                if (found >= 0) {
                    return found;
                }
            }
        }
        return -1;
    }

    private static long search(Memory memory, ElfMap.Part part, boolean x86, int[] entries) throws IOException {
        int count = 0;
        while (count < Math.min(SAMPLES, entries.length - 1) && entries[count] < MAX_SPREAD) {
            count++;
        }
        if (count < MIN_SAMPLES) {
            return -1;
        }
        ByteBuffer code = ByteBuffer.wrap(memory.bytes(part.address(), MAX_BEFORE + MAX_SPREAD + ALIGN))
                .order(ByteOrder.LITTLE_ENDIAN);
        int best = -1;
        int most = count / SHARE;
        for (int start = 0; start < Math.min(MAX_BEFORE, code.limit()); start += ALIGN) {
            int hits = 0;
            for (int i = 0; i < count; i++) {
                int at = start + entries[i];
                if (at + ALIGN <= code.limit() && (x86 ? isChecked(code, at) : code.getInt(at) == 0xF9400B90)) {
                    hits++;
                }
            }
            if (hits > most) {
                most = hits;
                best = start;
            }
        }
        return best < 0 ? -1 : part.address() + best;
    }

    /** {@code cmp rsp, [r14+16]}, or {@code lea r12, [rsp-x]; cmp r12, [r14+16]}. */
    private static boolean isChecked(ByteBuffer code, int at) {
        int word = code.getInt(at);
        return word == 0x10663B49
                || ((word & 0x00FFFFFF) == 0x00648D4C && code.getInt(at + 5) == 0x10663B4D)
                || ((word & 0x00FFFFFF) == 0x00A48D4C && code.getInt(at + 8) == 0x10663B4D);
    }
}
