package dev.whittle.testdata;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The content of DT_VERNEED and DT_VERDEF of a file under construction: required versions of others, and its own. */
final class VersionTables {
    private static final int VER_FLG_WEAK = 2;

    private final Map<String, List<String>> needs = new LinkedHashMap<>();
    private final List<String> weak = new ArrayList<>();
    private final List<String> definitions = new ArrayList<>();

    void needs(String file, String... versions) {
        needs.computeIfAbsent(file, f -> new ArrayList<>()).addAll(List.of(versions));
    }

    void weak(String version) {
        weak.add(version);
    }

    void defines(String... versions) {
        definitions.addAll(List.of(versions));
    }

    int needCount() {
        return needs.size();
    }

    int definitionCount() {
        return definitions.size();
    }

    byte[] needTable(ByteOrder order, ElfStrings strings) {
        int size = needs.values().stream().mapToInt(v -> 16 + 16 * v.size()).sum();
        ByteBuffer out = ByteBuffer.allocate(size).order(order);
        int left = needs.size();
        for (Map.Entry<String, List<String>> need : needs.entrySet()) {
            List<String> versions = need.getValue();
            int total = 16 + 16 * versions.size();
            out.putShort((short) 1).putShort((short) versions.size());
            out.putInt(strings.add(need.getKey())).putInt(16).putInt(--left == 0 ? 0 : total);
            for (int i = 0; i < versions.size(); i++) {
                short flags = (short) (weak.contains(versions.get(i)) ? VER_FLG_WEAK : 0);
                out.putInt(0).putShort(flags).putShort((short) (i + 2));
                out.putInt(strings.add(versions.get(i))).putInt(i == versions.size() - 1 ? 0 : 16);
            }
        }
        return out.array();
    }

    byte[] definitionTable(ByteOrder order, ElfStrings strings) {
        ByteBuffer out = ByteBuffer.allocate(definitions.size() * 28).order(order);
        for (int i = 0; i < definitions.size(); i++) {
            out.putShort((short) 1)
                    .putShort((short) 0)
                    .putShort((short) (i + 1))
                    .putShort((short) 1);
            out.putInt(0).putInt(20).putInt(i == definitions.size() - 1 ? 0 : 28);
            out.putInt(strings.add(definitions.get(i))).putInt(0);
        }
        return out.array();
    }
}
