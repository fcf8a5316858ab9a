package dev.whittle.elf;

/** What a relocation type requires of its symbol: glibc's sysdeps/MACHINE/dl-machine.h:elf_machine_type_class. */
final class Relocations {
    private static final int NONE = 0;

    private Relocations() {}

    /** Whether a symbol is looked up at all. R_*_RELATIVE and R_*_IRELATIVE have none. */
    static boolean looksUp(int type, int symbol) {
        return type != NONE && symbol != 0;
    }

    static SymbolReference.Use use(int machine, int type) {
        boolean call =
                switch (machine) {
                    case 62 -> type == 7 || (type >= 16 && type <= 18) || type == 36;
                    case 3 -> type == 7 || type == 14 || (type >= 35 && type <= 37) || type == 41;
                    case 183 -> type == 1026 || (type >= 1028 && type <= 1031);
                    case 40 -> type == 22 || type == 13 || (type >= 17 && type <= 19);
                    case 22 -> type == 11 || (type >= 54 && type <= 56);
                    case 20 -> type == 21 || type == 2 || type == 10 || (type >= 68 && type <= 78);
                    case 21 -> type == 21 || type == 2 || (type >= 67 && type <= 106) || (type >= 112 && type <= 115);
                    case 243, 258 -> type >= 5 && type <= 12;
                    case 8 -> type == 127;
                    case 4 -> type == 21 || (type >= 40 && type <= 42);
                    case 42 -> type == 164 || (type >= 149 && type <= 151);
                    case 2, 18, 43 -> type == 21 || (type >= 56 && type <= 79);
                    default -> false;
                };
        int copy =
                switch (machine) {
                    case 183 -> 1024;
                    case 40 -> 20;
                    case 22 -> 9;
                    case 2, 4, 18, 20, 21, 43 -> 19;
                    case 243, 258 -> 4;
                    case 8 -> 126;
                    case 42 -> 162;
                    default -> 5;
                };
        return call ? SymbolReference.Use.CALL : type == copy ? SymbolReference.Use.COPY : SymbolReference.Use.ADDRESS;
    }
}
