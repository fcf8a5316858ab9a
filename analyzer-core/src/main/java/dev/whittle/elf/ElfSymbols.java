package dev.whittle.elf;

import dev.whittle.bytes.RawText;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The dynamic symbols of one file: those it defines, and those its relocations refer to. A large library has tens of
 * thousands, so they are stored as they are in the file.
 */
public final class ElfSymbols {
    private static final int UNDEFINED = 0;
    private static final int ABSOLUTE = 0xFFF1;
    private static final int THREAD_LOCAL = 6;
    private static final int HIDDEN_VERSION = 0x8000;

    /**
     * The first two versions are "local" and "global"; what glibc uses for a reference without a version:
     * dl-lookup.c:check_match.
     */
    private static final int FIRST_NAMED = 3;

    /** NOTYPE, OBJECT, FUNC, COMMON, TLS: musl's OK_TYPES. */
    private static final int MUSL_TYPES = 1 | 1 << 1 | 1 << 2 | 1 << 5 | 1 << THREAD_LOCAL;

    /** Also GNU_IFUNC. */
    private static final int GLIBC_TYPES = MUSL_TYPES | 1 << 10;

    /** GLOBAL, WEAK, GNU_UNIQUE. */
    private static final int BINDINGS = 1 << 1 | 1 << 2 | 1 << 10;

    private final Table table;
    private final Versions versions;
    private final boolean symbolic;
    private final List<SymbolReference> references;
    private final int[] buckets;
    private final int[] next;

    /**
     * The symbol table by columns.
     *
     * @param strings the whole of DT_STRTAB
     * @param names offsets in it
     * @param valued whether st_value is not zero
     */
    @SuppressWarnings("ArrayRecordComponent") // columns; never modified or compared
    record Table(byte[] strings, int[] names, byte[] info, byte[] other, char[] sections, boolean[] valued) {
        boolean isNamed(int symbol, byte[] name) {
            int at = names[symbol];
            return at >= 0
                    && name.length < strings.length - at
                    && strings[at + name.length] == 0
                    && Arrays.equals(strings, at, at + name.length, name, 0, name.length);
        }
    }

    /**
     * @param bySymbol DT_VERSYM; empty if the file has none
     * @param names by index, null where there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // columns; never modified or compared
    record Versions(char[] bySymbol, @Nullable String[] names) {
        Optional<String> name(int index) {
            return Optional.ofNullable(index < names.length ? names[index] : null);
        }
    }

    /**
     * @param hashed the symbols in the file's hash table, which a loader can find
     * @param symbolic DT_SYMBOLIC: the file itself is searched first
     */
    ElfSymbols(Table table, Versions versions, int[] hashed, boolean symbolic, List<SymbolReference> references) {
        this.table = table;
        this.versions = versions;
        this.symbolic = symbolic;
        this.references = List.copyOf(references);
        this.buckets = new int[Integer.highestOneBit(Math.max(1, hashed.length)) * 2];
        this.next = new int[table.names.length];
        for (int i = hashed.length - 1; i >= 0; i--) {
            int bucket = hash(table.strings, table.names[hashed[i]]) & (buckets.length - 1);
            next[hashed[i]] = buckets[bucket];
            buckets[bucket] = hashed[i];
        }
    }

    /** Each once, in the order of relocations. */
    public List<SymbolReference> references() {
        return references;
    }

    public boolean isSymbolic() {
        return symbolic;
    }

    /** A reference that is looked up in many files: the bytes of its name and their hash are computed once. */
    public static final class Sought {
        private final SymbolReference reference;
        private final byte[] name;
        private final int hash;

        public Sought(SymbolReference reference) {
            this.reference = reference;
            this.name = RawText.bytes(reference.name());
            this.hash = ElfSymbols.hash(name, 0);
        }
    }

    /** Whether glibc binds the reference to this file: elf/dl-lookup.c, do_lookup_x and check_match. */
    public boolean satisfiesGlibc(Sought sought) {
        SymbolReference reference = sought.reference;
        byte[] name = sought.name;
        int named = 0;
        int candidate = 0;
        for (int i = first(sought); i != 0; i = next[i]) {
            int type = table.info[i] & 15;
            boolean usable = (table.valued[i] || table.sections[i] == ABSOLUTE || type == THREAD_LOCAL)
                    && (reference.use() != SymbolReference.Use.CALL || table.sections[i] != UNDEFINED)
                    && (1 << type & GLIBC_TYPES) != 0;
            if (!usable || !table.isNamed(i, name)) {
                continue;
            }
            if (versions.bySymbol.length == 0) {
                return isVisible(i);
            }
            int version = versions.bySymbol[i];
            Optional<String> versionName = versions.name(version & ~HIDDEN_VERSION);
            if (reference.version().isPresent()) {
                if (versionName.equals(reference.version())
                        || (!reference.onlyThatVersion() && versionName.isEmpty() && (version & HIDDEN_VERSION) == 0)) {
                    return isVisible(i);
                }
            } else if ((version & ~HIDDEN_VERSION) < FIRST_NAMED) {
                return isVisible(i);
            } else if ((version & HIDDEN_VERSION) == 0 && named++ == 0) {
                candidate = i;
            }
        }
        return named == 1 && isVisible(candidate);
    }

    /** Whether musl does, which ignores versions: ldso/dynlink.c:find_sym2. */
    public boolean satisfiesMusl(Sought sought) {
        SymbolReference reference = sought.reference;
        byte[] name = sought.name;
        for (int i = first(sought); i != 0; i = next[i]) {
            int type = table.info[i] & 15;
            boolean undefined = table.sections[i] == UNDEFINED
                    && (reference.use() == SymbolReference.Use.CALL || type == THREAD_LOCAL);
            boolean usable = !undefined
                    && (table.valued[i] || type == THREAD_LOCAL)
                    && (1 << type & MUSL_TYPES) != 0
                    && (1 << (table.info[i] >> 4 & 15) & BINDINGS) != 0;
            if (usable && table.isNamed(i, name)) {
                return true;
            }
        }
        return false;
    }

    /** Not local, and not of hidden or internal visibility. */
    private boolean isVisible(int symbol) {
        int visibility = table.other[symbol] & 3;
        return visibility != 1 && visibility != 2 && (1 << (table.info[symbol] >> 4 & 15) & BINDINGS) != 0;
    }

    private int first(Sought sought) {
        return buckets[sought.hash & (buckets.length - 1)];
    }

    private static int hash(byte[] strings, int at) {
        int hash = 5381;
        for (int i = at; i >= 0 && i < strings.length && strings[i] != 0; i++) {
            hash = hash * 33 + (strings[i] & 0xFF);
        }
        return hash;
    }
}
