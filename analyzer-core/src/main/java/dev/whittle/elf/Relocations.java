package dev.whittle.elf;

/** What a relocation's number says of the symbol that it needs: glibc's sysdeps/MACHINE/dl-machine.h:elf_machine_type_class. */
final class Relocations {
    private static final int NONE = 0;

    private Relocations() {}

    /** Whether a symbol is looked for at all. R_*_RELATIVE and R_*_IRELATIVE name none. */
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
                    case 20, 21 -> type == 21 || (type >= 67 && type <= 93);
                    case 243, 258 -> type >= 5 && type <= 12;
                    default -> false;
                };
        int copy =
                switch (machine) {
                    case 183 -> 1024;
                    case 40 -> 20;
                    case 22 -> 9;
                    case 20, 21 -> 19;
                    case 243, 258 -> 4;
                    default -> 5;
                };
        return call ? SymbolReference.Use.CALL : type == copy ? SymbolReference.Use.COPY : SymbolReference.Use.ADDRESS;
    }
}
