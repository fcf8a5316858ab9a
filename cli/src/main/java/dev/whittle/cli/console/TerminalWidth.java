package dev.whittle.cli.console;

import dev.whittle.path.CLibrary;
import java.nio.ByteOrder;

/** How many columns a person's terminal has. */
final class TerminalWidth {
    /** What a terminal has that does not tell. */
    private static final int USUAL = 80;

    /** Narrower ones would break every path. */
    private static final int LEAST = 40;

    /** TIOCGWINSZ of asm-generic/ioctls.h, and that of powerpc. */
    private static final long SIZE = 0x5413;

    private static final long SIZE_POWERPC = 0x40087468;

    private static final int STANDARD_ERROR = 2;

    private TerminalWidth() {}

    /** The variable COLUMNS if it is a number, else what the terminal behind standard error says, else 80. */
    static int of(Environment environment) {
        int columns = environment
                .variable("COLUMNS")
                .filter(value -> value.matches("[1-9][0-9]{0,4}"))
                .map(Integer::parseInt)
                .orElseGet(TerminalWidth::asked);
        return columns == 0 ? USUAL : Math.max(LEAST, columns);
    }

    /** 0 if nobody knows. */
    private static int asked() {
        if (!CLibrary.register(Calls.class)) {
            return 0;
        }
        byte[] size = new byte[8]; // struct winsize: four unsigned shorts, rows first
        long request = System.getProperty("os.arch", "").startsWith("ppc") ? SIZE_POWERPC : SIZE;
        if (Calls.ioctl(STANDARD_ERROR, request, size) != 0) {
            return 0;
        }
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        int low = size[little ? 2 : 3] & 0xFF;
        int high = size[little ? 3 : 2] & 0xFF;
        return high << 8 | low;
    }

    /** Native methods of the C library. */
    private static final class Calls {
        private Calls() {}

        static native int ioctl(int descriptor, long request, byte[] answer);
    }
}
