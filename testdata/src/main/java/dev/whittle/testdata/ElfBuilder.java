package dev.whittle.testdata;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds small ELF files for tests of a loader's rules: any class, byte order and machine, no code, no section headers.
 * One PT_LOAD segment maps the whole file, at an address that differs from the file offset.
 *
 * <p>Strings are ISO-8859-1, so that names can contain any byte.
 */
public final class ElfBuilder {
    public static final int EM_386 = 3;
    public static final int EM_ARM = 40;
    public static final int EM_X86_64 = 62;
    public static final int EM_S390 = 22;
    public static final int EM_AARCH64 = 183;
    public static final int ET_EXEC = 2;
    public static final int ET_DYN = 3;

    public static final long DT_NEEDED = 1;
    public static final long DT_SONAME = 14;
    public static final long DT_RPATH = 15;
    public static final long DT_RUNPATH = 29;
    public static final long DT_DEPAUDIT = 0x6ffffefb;
    public static final long DT_AUDIT = 0x6ffffefc;
    public static final long DT_FLAGS_1 = 0x6ffffffb;
    public static final long DT_AUXILIARY = 0x7ffffffd;
    public static final long DT_FILTER = 0x7fffffff;
    public static final long DF_1_NODEFLIB = 0x800;
    public static final long DF_1_PIE = 0x08000000;

    final int bits;
    final ByteOrder order;
    final int machine;
    int type = ET_DYN;
    int osAbi;
    int abiVersion;
    int flags;
    boolean dynamic = true;
    boolean emptyHash;

    /** Flags of PT_GNU_STACK; negative if there is none. */
    int stack = -1;

    byte[] interpreter = new byte[0];

    /** Tag and value of each. */
    final List<long[]> entries = new ArrayList<>();

    final ElfStrings strings = new ElfStrings();
    final VersionTables versions = new VersionTables();
    final ByteArrayOutputStream notes = new ByteArrayOutputStream();
    final ByteArrayOutputStream data = new ByteArrayOutputStream();

    /** Name and section of each. */
    final List<long[]> symbols = new ArrayList<>();

    private ElfBuilder(int bits, ByteOrder order, int machine) {
        this.bits = bits;
        this.order = order;
        this.machine = machine;
    }

    /** A file for x86-64. */
    public static ElfBuilder x86_64() {
        return of(64, ByteOrder.LITTLE_ENDIAN, EM_X86_64);
    }

    public static ElfBuilder of(int bits, ByteOrder order, int machine) {
        return new ElfBuilder(bits, order, machine);
    }

    /** ET_EXEC, ET_DYN or any other number. */
    public ElfBuilder type(int value) {
        type = value;
        return this;
    }

    public ElfBuilder osAbi(int value) {
        osAbi = value;
        return this;
    }

    public ElfBuilder abiVersion(int value) {
        abiVersion = value;
        return this;
    }

    /** The e_flags field. */
    public ElfBuilder flags(int value) {
        flags = value;
        return this;
    }

    /** PT_GNU_STACK with these flags: 6 to read and write, 7 to execute too. */
    public ElfBuilder stack(int segmentFlags) {
        stack = segmentFlags;
        return this;
    }

    /** Omits PT_DYNAMIC. */
    public ElfBuilder withoutDynamic() {
        dynamic = false;
        return this;
    }

    public ElfBuilder interpreter(String path) {
        interpreter = (path + "\0").getBytes(StandardCharsets.ISO_8859_1);
        return this;
    }

    public ElfBuilder needed(String... names) {
        for (String name : names) {
            string(DT_NEEDED, name);
        }
        return this;
    }

    public ElfBuilder soname(String name) {
        return string(DT_SONAME, name);
    }

    public ElfBuilder rpath(String path) {
        return string(DT_RPATH, path);
    }

    public ElfBuilder runpath(String path) {
        return string(DT_RUNPATH, path);
    }

    /** A dynamic entry whose value is a string. */
    public ElfBuilder string(long tag, String text) {
        return value(tag, strings.add(text));
    }

    /** A dynamic entry with a plain value. */
    public ElfBuilder value(long tag, long value) {
        entries.add(new long[] {tag, value});
        return this;
    }

    /** DT_VERNEED: versions required of a file. */
    public ElfBuilder needsVersions(String file, String... versions) {
        this.versions.needs(file, versions);
        return this;
    }

    /** Like {@link #needsVersions}, with VER_FLG_WEAK. */
    public ElfBuilder needsWeakVersion(String file, String version) {
        versions.weak(version);
        return needsVersions(file, version);
    }

    /** DT_VERDEF: versions that this file defines. */
    public ElfBuilder definesVersions(String... versions) {
        this.versions.defines(versions);
        return this;
    }

    /** An entry of the PT_NOTE segment. */
    public ElfBuilder note(String owner, int noteType, byte[] descriptor) {
        byte[] name = (owner + "\0").getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer head = ByteBuffer.allocate(12).order(order);
        head.putInt(name.length).putInt(descriptor.length).putInt(noteType);
        notes.writeBytes(head.array());
        padded(notes, name);
        padded(notes, descriptor);
        return this;
    }

    /** Undefined symbols: imports of the file. */
    public ElfBuilder imports(String... names) {
        for (String name : names) {
            symbols.add(new long[] {strings.add(name), 0});
        }
        return this;
    }

    /** Defined symbols: exports of the file. */
    public ElfBuilder exports(String... names) {
        for (String name : names) {
            symbols.add(new long[] {strings.add(name), 1});
        }
        return this;
    }

    /** Adds a DT_HASH without symbols, which musl's loader expects of everything that it loads. */
    public ElfBuilder emptyHash() {
        emptyHash = true;
        return this;
    }

    /** Strings in the file's data, each with a NUL before and after it. */
    public ElfBuilder data(String... texts) {
        for (String text : texts) {
            data.writeBytes(("\0" + text + "\0").getBytes(StandardCharsets.ISO_8859_1));
        }
        return this;
    }

    public byte[] build() {
        return new ElfWriter(this).write();
    }

    private static void padded(ByteArrayOutputStream out, byte[] bytes) {
        out.writeBytes(bytes);
        out.writeBytes(new byte[(4 - bytes.length % 4) % 4]);
    }
}
