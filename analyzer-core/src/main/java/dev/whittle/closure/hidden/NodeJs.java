package dev.whittle.closure.hidden;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.whittle.closure.Finding;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Node: its own modules are in the binary; those of a distribution, npm and global ones lie beside it. */
final class NodeJs implements Detector {
    static final String NAME = "node";

    private static final String MODULES = "/node_modules/";

    /** Debian's place of modules, each of which finds the others there. */
    private static final String DISTRIBUTION = "/usr/share/nodejs";

    private static final List<String> RUNNERS = List.of("npm", "yarn", "yarnpkg", "pnpm");

    @Override
    public Family family() {
        return new Family(
                NAME,
                "node and libnode: modules of the distribution, of started scripts, NODE_PATH; package.json's scripts");
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        boolean any = false;
        for (Scene.Elf elf : scene.elfs()) {
            String name = elf.name();
            if (name.startsWith("libnode.so") || name.equals("node") || name.equals("nodejs")) {
                any = true;
                modules(scene, elf, findings.because(elf.path()));
            }
        }
        if (any) {
            for (Selection.Kept kept : scene.kept().all()) {
                if (isAsked(kept) && Scripts.isScript(scene, kept)) {
                    packages(scene, kept.path(), findings.because(kept.path()));
                }
            }
            LibraryTrees.addNamed(scene, List.of("NODE_PATH"), findings);
            scripts(scene, findings.becauseOfTheImage());
        }
    }

    private static void modules(Scene scene, Scene.Elf elf, Findings findings) throws IOException {
        for (String string : scene.strings(elf)) {
            if (string.startsWith(DISTRIBUTION + "/")) {
                findings.file(
                        Finding.Level.REQUIRED, elf.path().raw() + " holds the string " + string, scene.file(string));
            }
        }
        for (String directory : List.of(DISTRIBUTION, "/usr/lib/node_modules", "/usr/local/lib/node_modules")) {
            findings.tree(
                    Finding.Level.POSSIBLE, elf.path().raw() + " looks for modules there", scene.directory(directory));
        }
    }

    /** Whether it is more than one of many, and more than what every node has. */
    private static boolean isAsked(Selection.Kept kept) {
        return kept.reasons().stream()
                .anyMatch(reason ->
                        reason.kind() != Reason.Kind.TREE && !reason.detail().startsWith(NAME + ": "));
    }

    /** lib/internal/modules/cjs/loader.js: a module finds others in each node_modules above it. */
    private static void packages(Scene scene, RootPath script, Findings findings) throws IOException {
        String path = script.raw();
        String evidence = path + " is a script of a package there";
        int at = path.indexOf(MODULES);
        if (path.startsWith(DISTRIBUTION + "/")) {
            for (String directory : List.of(DISTRIBUTION, "/usr/share/node_modules")) {
                findings.tree(Finding.Level.RECOMMENDED, evidence, scene.directory(directory));
            }
        } else if (at > 0 && path.substring(0, at).endsWith("/lib")) {
            // A global one brings its own modules below itself.
            String[] names = path.substring(at + MODULES.length()).split("/", -1);
            String name = names[0].startsWith("@") && names.length > 1 ? names[0] + "/" + names[1] : names[0];
            findings.tree(Finding.Level.RECOMMENDED, evidence, scene.directory(path.substring(0, at) + MODULES + name));
        } else if (at > 0) {
            findings.tree(
                    Finding.Level.RECOMMENDED, evidence, scene.directory(path.substring(0, at + MODULES.length() - 1)));
        }
    }

    /** {@code npm start}, {@code npm run NAME}: a shell reads what package.json has under that name. */
    private static void scripts(Scene scene, Findings findings) throws IOException {
        List<String> words = new ArrayList<>(scene.command());
        boolean runs = words.stream().anyMatch(word -> RUNNERS.contains(word.substring(word.lastIndexOf('/') + 1)));
        Optional<RootPath> file =
                runs ? scene.file(scene.commands().workingDirectory().raw() + "/package.json") : Optional.empty();
        if (file.isEmpty()) {
            return;
        }
        for (String word : List.copyOf(words)) {
            words.add("pre" + word);
            words.add("post" + word);
        }
        String evidence = file.get().raw() + ", scripts";
        boolean any = false;
        for (String text : named(scene.text(file.get()), words)) {
            any = true;
            new ScriptWords(scene, findings, Finding.Level.RECOMMENDED)
                    .text(evidence, text, scene.commands().workingDirectory());
        }
        if (any) {
            findings.file(Finding.Level.RECOMMENDED, evidence + " are a shell's", scene.file("/bin/sh"));
        }
    }

    private static List<String> named(String json, List<String> names) {
        List<String> texts = new ArrayList<>();
        try {
            JsonElement all = JsonParser.parseString(json);
            JsonElement scripts = all instanceof JsonObject object ? object.get("scripts") : all;
            if (scripts instanceof JsonObject object) {
                for (String name : names) {
                    if (object.has(name) && object.get(name).isJsonPrimitive()) {
                        texts.add(object.get(name).getAsString());
                    }
                }
            }
        } catch (JsonParseException e) {
            return List.of(); // npm refuses it as well
        }
        return texts;
    }
}
