package dev.whittle.report;

import com.google.gson.stream.JsonWriter;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What in an output gives users more privileges, or is world-writable: set-id files and directories, file capabilities,
 * world-writable paths. All are kept unchanged and reported.
 *
 * @param items in the output
 * @param lost parts of the selection that the output cannot represent: sockets; without owners, set-id bits,
 *     capabilities and devices too
 */
public record Rights(List<Item> items, List<Item> lost) {
    private static final String CAPABILITY = "security.capability";
    private static final int WORLD_WRITABLE = 0002;
    private static final int STICKY = 01000;

    /** @param what in words, at least one */
    public record Item(RootPath path, Attributes attributes, List<String> what) {}

    public Rights {
        items = List.copyOf(items);
        lost = List.copyOf(lost);
    }

    /**
     * @param owners whether the output keeps owners, and the privileges that depend on them
     * @throws IOException if the attributes of a kept file cannot be read
     */
    public static Rights of(Selection selection, RootFs root, boolean owners) throws IOException {
        List<Item> items = new ArrayList<>();
        List<Item> lost = new ArrayList<>();
        for (Selection.Kept kept : selection.all()) {
            Attributes attributes = kept.node().attributes();
            if (kept.node() instanceof Node.SymbolicLink) {
                continue; // a link's mode has no meaning
            } else if (kept.node() instanceof Node.Socket) {
                lost.add(new Item(kept.path(), attributes, List.of("socket")));
                continue;
            } else if (kept.node() instanceof Node.Device && !owners) {
                lost.add(new Item(kept.path(), attributes, List.of("device")));
                continue;
            }
            List<String> special = special(kept, root);
            List<String> rights = new ArrayList<>(owners ? special : List.of());
            if ((attributes.mode() & WORLD_WRITABLE) != 0) {
                rights.add("world-writable");
            }
            if (!rights.isEmpty()) {
                items.add(new Item(kept.path(), attributes, List.copyOf(rights)));
            }
            if (!owners && !special.isEmpty()) {
                lost.add(new Item(kept.path(), attributes, special));
            }
        }
        return new Rights(items, lost);
    }

    /** What has no meaning without the owner. */
    private static List<String> special(Selection.Kept kept, RootFs root) throws IOException {
        Attributes attributes = kept.node().attributes();
        List<String> rights = new ArrayList<>();
        if ((attributes.mode() & Attributes.SET_UID) != 0) {
            rights.add("set-user-id");
        }
        if (attributes.isSetId() && (attributes.mode() & ~Attributes.SET_UID & 06000) != 0) {
            rights.add("set-group-id");
        }
        boolean mayRun = kept.node() instanceof Node.RegularFile && attributes.isExecutable();
        if (mayRun && root.extendedAttributes(kept.path()).containsKey(CAPABILITY)) {
            rights.add("capabilities");
        }
        return List.copyOf(rights);
    }

    /** As text, one line each, raw. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Item item : items) {
            lines.add("rights: " + item.path() + ": " + String.join(", ", item.what()) + sticky(item) + " (mode "
                    + mode(item) + ", owner " + item.attributes().uid() + ":"
                    + item.attributes().gid() + ")");
        }
        for (Item item : lost) {
            lines.add("left out: " + item.path() + ": " + String.join(", ", item.what()));
        }
        return List.copyOf(lines);
    }

    private static String sticky(Item item) {
        return (item.attributes().mode() & (STICKY | WORLD_WRITABLE)) == (STICKY | WORLD_WRITABLE) ? " and sticky" : "";
    }

    private static String mode(Item item) {
        return String.format(Locale.ROOT, "%04o", item.attributes().mode());
    }

    /** The members {@code rights} and {@code lost}: docs/json.md. */
    void write(JsonWriter json) throws IOException {
        write(json, "rights", items);
        write(json, "lost", lost);
    }

    private static void write(JsonWriter json, String name, List<Item> items) throws IOException {
        json.name(name).beginArray();
        for (Item item : items) {
            json.beginObject();
            JsonText.path(json, "path", item.path().raw());
            json.name("mode").value(mode(item));
            json.name("uid").value(item.attributes().uid());
            json.name("gid").value(item.attributes().gid());
            json.name("what").beginArray();
            for (String right : item.what()) {
                json.value(RawText.text(right));
            }
            json.endArray();
            json.endObject();
        }
        json.endArray();
    }
}
