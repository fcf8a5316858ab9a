package dev.whittle.discover.language;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.whittle.closure.Finding;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.process.ProcessFindings;
import dev.whittle.discover.process.Scripts;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Node: its core modules are in the binary; those of a distribution, npm and global ones are separate files. */
public final class NodeJs implements Detector {
    static final String NAME = "node";

    private static final String MODULES = "/node_modules/";

    /** Debian's directory of modules, in which modules find each other. */
    private static final String DISTRIBUTION = "/usr/share/nodejs";

    private static final Set<String> SOURCES = Set.of(".js", ".mjs", ".cjs");

    private static final List<String> RUNNERS = List.of("npm", "yarn", "yarnpkg", "pnpm");

    @Override
    public Family family() {
        return new Family(
                NAME,
                "node and libnode: modules of the distribution, of started scripts, NODE_PATH; package.json's scripts");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        Set<RootPath> interpreters = new HashSet<>();
        for (Context.Elf elf : context.elfs()) {
            String name = elf.name();
            if (name.startsWith("libnode.so") || name.equals("node") || name.equals("nodejs")) {
                interpreters.add(elf.path());
                modules(context, elf, findings.because(elf.path()));
            }
        }
        if (!interpreters.isEmpty()) {
            for (Selection.Kept kept : context.kept().all()) {
                if (isKeptByOthers(kept) && Scripts.isScript(context, kept)) {
                    packages(context, kept.path(), findings.because(kept.path()));
                }
            }
            above(context, interpreters, findings);
            LibraryTrees.addNamed(context, List.of("NODE_PATH"), findings);
            scripts(context, findings.becauseOfTheImage());
        }
    }

    private static void modules(Context context, Context.Elf elf, Findings findings) throws IOException {
        for (String string : context.strings(elf)) {
            if (string.startsWith(DISTRIBUTION + "/")) {
                findings.file(
                        Finding.Level.REQUIRED, elf.path().raw() + " holds the string " + string, context.file(string));
            }
        }
        for (String directory : List.of(DISTRIBUTION, "/usr/lib/node_modules", "/usr/local/lib/node_modules")) {
            findings.tree(
                    Finding.Level.POSSIBLE,
                    elf.path().raw() + " looks for modules there",
                    context.directory(directory));
        }
    }

    /** Whether a module is kept for another reason than a kept tree or this family. */
    private static boolean isKeptByOthers(Selection.Kept kept) {
        return kept.reasons().stream()
                .anyMatch(reason ->
                        reason.kind() != Reason.Kind.TREE && !reason.family().equals(NAME));
    }

    /**
     * lib/internal/modules/cjs/loader.js, Module._nodeModulePaths: a module finds others in node_modules of each parent
     * directory of its real path. Those of a workspace are above the application, and package managers create links into stores.
     */
    private static void above(Context context, Set<RootPath> interpreters, Findings findings) throws IOException {
        Map<RootPath, RootPath> found = new TreeMap<>();
        Set<RootPath> seen = new HashSet<>();
        for (Selection.Kept kept : context.kept().all()) {
            String path = kept.path().raw();
            int dot = path.lastIndexOf('.');
            if (!(kept.node() instanceof Node.RegularFile) || dot < 0 || !SOURCES.contains(path.substring(dot))) {
                continue;
            }
            boolean ownModule = kept.reasons().stream()
                    .allMatch(reason ->
                            reason.because().filter(interpreters::contains).isPresent());
            if (ownModule) {
                continue; // a part of the interpreter that a distribution packages separately
            }
            int at = path.lastIndexOf(MODULES);
            if (at > 0 && path.substring(0, at).endsWith("/lib")) {
                continue; // a global package contains its own modules
            }
            RootPath directory =
                    at > 0 ? RootPath.of(path.substring(0, at)) : kept.path().parent();
            while (!directory.isRoot() && seen.add(directory)) {
                Optional<RootPath> modules = context.directory(directory.raw() + "/node_modules");
                if (modules.isPresent()) {
                    found.putIfAbsent(modules.get(), kept.path());
                }
                directory = directory.parent();
            }
        }
        for (Map.Entry<RootPath, RootPath> entry : found.entrySet()) {
            findings.because(entry.getValue())
                    .tree(
                            Finding.Level.RECOMMENDED,
                            entry.getValue().raw() + " finds modules there",
                            Optional.of(entry.getKey()));
        }
    }

    /** lib/internal/modules/cjs/loader.js: a module finds others in node_modules of each parent directory. */
    private static void packages(Context context, RootPath script, Findings findings) throws IOException {
        String path = script.raw();
        String evidence = path + " is a script of a package there";
        int at = path.indexOf(MODULES);
        if (path.startsWith(DISTRIBUTION + "/")) {
            for (String directory : List.of(DISTRIBUTION, "/usr/share/node_modules")) {
                findings.tree(Finding.Level.RECOMMENDED, evidence, context.directory(directory));
            }
        } else if (at > 0 && path.substring(0, at).endsWith("/lib")) {
            // A global one contains its own modules.
            String[] names = path.substring(at + MODULES.length()).split("/", -1);
            String name = names[0].startsWith("@") && names.length > 1 ? names[0] + "/" + names[1] : names[0];
            findings.tree(
                    Finding.Level.RECOMMENDED, evidence, context.directory(path.substring(0, at) + MODULES + name));
        } else if (at > 0) {
            findings.tree(
                    Finding.Level.RECOMMENDED,
                    evidence,
                    context.directory(path.substring(0, at + MODULES.length() - 1)));
        }
    }

    /** {@code npm start}, {@code npm run NAME}: a shell executes the entry of package.json with that name. */
    private static void scripts(Context context, Findings findings) throws IOException {
        List<String> words = new ArrayList<>(context.command());
        boolean runs = words.stream().anyMatch(word -> RUNNERS.contains(word.substring(word.lastIndexOf('/') + 1)));
        Optional<RootPath> file =
                runs ? context.file(context.commands().workingDirectory().raw() + "/package.json") : Optional.empty();
        if (file.isEmpty()) {
            return;
        }
        for (String word : List.copyOf(words)) {
            words.add("pre" + word);
            words.add("post" + word);
        }
        String evidence = file.get().raw() + ", scripts";
        boolean any = false;
        for (String text : named(context.text(file.get()), words)) {
            any = true;
            new ProcessFindings(context, findings, Finding.Level.RECOMMENDED, false)
                    .text(evidence, file, text, context.commands().workingDirectory());
        }
        if (any) {
            findings.file(Finding.Level.RECOMMENDED, evidence + " are a shell's", context.file("/bin/sh"));
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
            return List.of(); // npm rejects it as well
        }
        return texts;
    }
}
