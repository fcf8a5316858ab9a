package dev.whittle.discover.language;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The functions that compiled Erlang or Elixir code calls, and its literal texts (Erlang/OTP, "BEAM File Format": chunks
 * AtU8, ImpT and LitT; "External Term Format").
 *
 * @param calls functions of other modules, as {@code os:cmd}
 * @param literals texts, raw: binaries, and lists of characters; those of lists one each
 */
record BeamFile(Set<String> calls, List<String> literals) {
    private static final int MAX_LITERALS = 4 << 20;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_TEXTS = 20_000;

    /** Empty if the file is not compiled code, or is damaged. */
    static Optional<BeamFile> of(byte[] content) {
        try {
            return read(ByteBuffer.wrap(content));
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static Optional<BeamFile> read(ByteBuffer file) {
        if (file.remaining() < 12 || !id(file).equals("FOR1") || file.getInt() < 0 || !id(file).equals("BEAM")) {
            return Optional.empty();
        }
        List<String> atoms = List.of();
        ByteBuffer imports = ByteBuffer.allocate(4);
        List<String> texts = new ArrayList<>();
        boolean hasLiterals = false;
        while (file.remaining() >= 8) {
            String name = id(file);
            int size = file.getInt();
            ByteBuffer chunk = file.slice(file.position(), size);
            switch (name) {
                case "AtU8", "Atom" -> atoms = atoms(chunk);
                case "ImpT" -> imports = chunk;
                case "LitT" -> {
                    // A compiled module has one, and each may be a thousand times as large when decompressed.
                    if (!hasLiterals) {
                        literals(chunk, texts);
                    }
                    hasLiterals = true;
                }
                default -> {}
            }
            file.position(Math.min(file.limit(), file.position() + ((size + 3) & ~3)));
        }
        Set<String> calls = new HashSet<>();
        for (int left = imports.getInt(); left > 0; left--) {
            String module = atoms.get(imports.getInt() - 1);
            String function = atoms.get(imports.getInt() - 1);
            imports.getInt(); // the arity
            calls.add(module + ":" + function);
        }
        return Optional.of(new BeamFile(calls, texts));
    }

    private static String id(ByteBuffer from) {
        return text(from, 4);
    }

    private static String text(ByteBuffer from, int length) {
        if (length < 0 || length > from.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        from.get(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** A negative number of atoms says that their lengths are compact terms (OTP 28). */
    private static List<String> atoms(ByteBuffer chunk) {
        int count = chunk.getInt();
        List<String> atoms = new ArrayList<>();
        for (int i = 0; i < Math.abs(count); i++) {
            int first = chunk.get() & 0xff;
            int length = first;
            if (count < 0) {
                boolean isShort = (first & 0x08) == 0;
                length = isShort ? first >> 4 : ((first & 0xe0) << 3) | (chunk.get() & 0xff);
            }
            atoms.add(text(chunk, length));
        }
        return atoms;
    }

    /** Compressed, unless the size before is 0 (OTP 28). */
    private static void literals(ByteBuffer chunk, List<String> texts) {
        int size = chunk.getInt();
        ByteBuffer table = size == 0 ? chunk : inflated(chunk, size);
        for (int left = table.getInt(); left > 0; left--) {
            int length = table.getInt();
            ByteBuffer term = table.slice(table.position(), length);
            table.position(table.position() + length);
            if (term.get() == (byte) 131) {
                term(term, texts, 0);
            }
        }
    }

    private static ByteBuffer inflated(ByteBuffer chunk, int size) {
        Inflater inflater = new Inflater();
        try {
            byte[] bytes = new byte[chunk.remaining()];
            chunk.get(bytes);
            inflater.setInput(bytes);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 14];
            int got = inflater.inflate(buffer);
            while (got > 0 && out.size() + got <= Math.min(MAX_LITERALS, Integer.toUnsignedLong(size))) {
                out.write(buffer, 0, got);
                got = inflater.inflate(buffer);
            }
            return ByteBuffer.wrap(out.toByteArray());
        } catch (DataFormatException e) {
            throw new IllegalArgumentException(e);
        } finally {
            inflater.end();
        }
    }

    /** Tags as in "External Term Format". */
    private static void term(ByteBuffer from, List<String> texts, int depth) {
        if (depth > MAX_DEPTH || texts.size() > MAX_TEXTS) {
            throw new IllegalArgumentException("too deep, or too many");
        }
        int tag = from.get() & 0xff;
        switch (tag) {
            case 97 -> skip(from, 1); // SMALL_INTEGER
            case 98 -> skip(from, 4); // INTEGER
            case 70 -> skip(from, 8); // NEW_FLOAT
            case 99 -> skip(from, 31); // FLOAT
            case 100, 118 -> skip(from, from.getShort() & 0xffff); // ATOM, ATOM_UTF8
            case 115, 119 -> skip(from, from.get() & 0xff); // SMALL_ATOM, SMALL_ATOM_UTF8
            case 106 -> {} // NIL
            case 107 -> texts.add(text(from, from.getShort() & 0xffff)); // STRING
            case 109 -> texts.add(text(from, from.getInt())); // BINARY
            case 77 -> skip(from, from.getInt() + 1); // BIT_BINARY
            case 110 -> skip(from, (from.get() & 0xff) + 1); // SMALL_BIG
            case 111 -> skip(from, from.getInt() + 1); // LARGE_BIG
            case 104 -> terms(from, from.get() & 0xff, texts, depth); // SMALL_TUPLE
            case 105 -> terms(from, from.getInt(), texts, depth); // LARGE_TUPLE
            case 108 -> terms(from, from.getInt() + 1L, texts, depth); // LIST, and its tail
            case 116 -> terms(from, from.getInt() * 2L, texts, depth); // MAP
            case 113 -> terms(from, 3, texts, depth); // EXPORT
            default -> throw new IllegalArgumentException("tag " + tag);
        }
    }

    private static void terms(ByteBuffer from, long count, List<String> texts, int depth) {
        for (long i = 0; i < count; i++) {
            term(from, texts, depth + 1);
        }
    }

    /** Moves forward only: a negative length would lead back to what was read. */
    private static void skip(ByteBuffer from, int length) {
        if (length < 0) {
            throw new BufferUnderflowException();
        }
        from.position(from.position() + length);
    }
}
