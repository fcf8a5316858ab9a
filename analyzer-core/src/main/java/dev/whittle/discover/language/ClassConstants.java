package dev.whittle.discover.language;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The constant pool of a class file (JVMS 4.4): the string literals of its source, and the names of classes and
 * methods.
 *
 * @param strings in order
 * @param names all of them; names of classes contain slashes
 */
record ClassConstants(List<String> strings, Set<String> names) {
    private static final int MAGIC = 0xCAFEBABE;

    ClassConstants {
        strings = List.copyOf(strings);
        names = Set.copyOf(names);
    }

    /** Empty if the bytes are not a class file, or a damaged one. */
    static Optional<ClassConstants> of(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        Map<Integer, String> texts = new HashMap<>();
        List<Integer> literals = new ArrayList<>();
        try {
            if (bytes.getInt() != MAGIC) {
                return Optional.empty();
            }
            bytes.getInt(); // version
            int count = bytes.getShort() & 0xFFFF;
            for (int index = 1; index < count; index++) {
                int tag = bytes.get();
                switch (tag) {
                    case 1 -> {
                        byte[] text = new byte[bytes.getShort() & 0xFFFF];
                        bytes.get(text);
                        texts.put(index, new String(text, StandardCharsets.ISO_8859_1));
                    }
                    case 3, 4, 9, 10, 11, 12, 17, 18 -> bytes.getInt();
                    case 5, 6 -> {
                        bytes.getLong();
                        index++; // JVMS 4.4.5: it takes two entries
                    }
                    case 7, 16, 19, 20 -> bytes.getShort();
                    case 8 -> literals.add(bytes.getShort() & 0xFFFF);
                    case 15 -> {
                        bytes.get();
                        bytes.getShort();
                    }
                    default -> {
                        return Optional.empty();
                    }
                }
            }
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
        List<String> strings = new ArrayList<>();
        for (int literal : literals) {
            String text = texts.get(literal);
            if (text != null) {
                strings.add(text);
            }
        }
        return Optional.of(new ClassConstants(strings, new HashSet<>(texts.values())));
    }
}
