package dev.whittle.discover.libc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.elf.Note;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Libraries that a file declares: the note of https://uapi-group.org/specifications/specs/elf_dlopen_metadata/. */
public final class DlopenNotes implements Detector {
    private static final String OWNER = "FDO";
    private static final int TYPE = 0x407c0c0a;

    @Override
    public Family family() {
        return new Family("dlopen", "libraries that a file's .note.dlopen declares, opened at run time");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        for (Context.Elf elf : context.elfs()) {
            for (Note note : elf.facts().notes()) {
                if (note.type() == TYPE && note.owner().equals(OWNER)) {
                    findings.because(elf.path());
                    look(context, elf, note.descriptor(), findings);
                }
            }
        }
    }

    private static void look(Context context, Context.Elf elf, String raw, Findings findings) throws IOException {
        JsonElement json;
        try {
            json = JsonParser.parseString(RawText.text(raw.replace("\0", "")));
        } catch (JsonParseException e) {
            findings.remark("the .note.dlopen of " + elf.path().raw() + " is not JSON");
            return;
        }
        for (JsonElement each : many(json)) {
            if (each instanceof JsonObject object) {
                look(context, elf, object, findings);
            }
        }
    }

    private static void look(Context context, Context.Elf elf, JsonObject object, Findings findings)
            throws IOException {
        String feature =
                string(object.get("feature")).map(f -> ", feature " + f).orElse("");
        String priority = string(object.get("priority")).orElse("recommended");
        Finding.Level level =
                switch (priority) {
                    case "required" -> Finding.Level.REQUIRED;
                    case "suggested" -> Finding.Level.POSSIBLE;
                    default -> Finding.Level.RECOMMENDED;
                };
        List<String> names = new ArrayList<>();
        for (JsonElement name : many(object.get("soname"))) {
            string(name).ifPresent(names::add);
        }
        for (String name : names) { // alternatives, best first
            Optional<RootPath> library = context.library(elf, name);
            if (library.isPresent()) {
                findings.file(
                        level,
                        ".note.dlopen of " + elf.path().raw() + " names " + name + ", " + priority + feature,
                        library);
                return;
            }
        }
        if (level == Finding.Level.REQUIRED && !names.isEmpty()) {
            findings.remark(".note.dlopen of " + elf.path().raw() + " requires " + String.join(" or ", names) + feature
                    + ": not in the root");
        }
    }

    private static List<JsonElement> many(JsonElement element) {
        if (element instanceof JsonArray array) {
            return List.copyOf(array.asList());
        }
        return element == null ? List.of() : List.of(element);
    }

    private static Optional<String> string(JsonElement element) {
        return element != null && element.isJsonPrimitive()
                ? Optional.of(RawText.ofText(element.getAsString()))
                : Optional.empty();
    }
}
