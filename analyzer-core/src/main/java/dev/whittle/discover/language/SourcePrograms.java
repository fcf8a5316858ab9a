package dev.whittle.discover.language;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.path.RootPath;
import dev.whittle.process.Event;
import dev.whittle.process.Invocation;
import dev.whittle.process.Marked;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Programs and libraries named in source code: arguments of functions that start programs or load libraries, in the
 * application, in the modules that it imports and in text passed to an interpreter; in the application itself also any
 * literal that is a program's name, if the file starts programs.
 */
public final class SourcePrograms implements Detector {
    static final String FAMILY = "source";

    private final ModuleMentions mentions = new ModuleMentions();
    private final SourceTexts texts = new SourceTexts(mentions);
    private final Map<RootPath, List<Finding>> ofLiterals = new HashMap<>();
    private final Map<RootPath, List<Finding>> ofInstalled = new HashMap<>();
    private final Map<SourcePlace, List<Finding>> ofCalls = new HashMap<>();

    @Override
    public Family family() {
        return new Family(
                FAMILY,
                "source code of the application and its imports: programs that it starts, libraries that it loads");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        Map<RootPath, SourceLanguage> own = ApplicationSources.of(context);
        for (Map.Entry<RootPath, SourceLanguage> source : own.entrySet()) {
            RootPath file = source.getKey();
            if (!ofLiterals.containsKey(file)) {
                List<Finding> made = new ArrayList<>();
                new LiteralFindings(context, file, new Findings(FAMILY, made)).addAll(context.text(file));
                ofLiterals.put(file, made);
            }
            findings.addAll(ofLiterals.get(file));
            calls(context, SourcePlace.ofFile(file, true), source.getValue(), findings);
        }
        arguments(context, findings);
        installed(context, own, findings);
        ImportedSources sources = ImportedSources.ofKept(context, own);
        Set<RootPath> imported = sources.of(own.keySet(), file -> texts.imports(context, file), own::containsKey);
        if (!context.kept().leftOut().isEmpty()) {
            leftOut(context, sources, own, imported, findings);
        }
        for (RootPath file : imported) {
            Optional<SourceLanguage> language = SourceLanguage.ofFile(file);
            if (language.isPresent()) {
                calls(context, SourcePlace.ofFile(file, false), language.get(), findings);
                mentions.add(context, file, findings);
            }
        }
    }

    /** Calls, and command lines and zones among the literals, of an application that is installed among libraries. */
    private void installed(Context context, Map<RootPath, SourceLanguage> own, Findings findings) throws IOException {
        InstalledApplication application = new InstalledApplication();
        for (Selection.Kept kept : context.kept().all()) {
            if (kept.reasons().stream()
                    .anyMatch(reason -> reason.kind() != Reason.Kind.TREE && ApplicationSources.isOwn(reason))) {
                application.addStarted(kept.path());
            }
        }
        own.forEach((file, language) -> {
            if (SystemPaths.isSharedByPrograms(file.parent())) {
                application.imports(language, texts.imports(context, file));
            }
        });
        if (application.isEmpty()) {
            return;
        }
        for (Selection.Kept kept : context.kept().all()) {
            RootPath file = kept.path();
            Optional<SourceLanguage> language = SourceLanguage.ofFile(file);
            if (kept.node() instanceof Node.RegularFile node
                    && node.size() <= SourceTexts.MAX_SIZE
                    && language.isPresent()
                    && application.contains(file)) {
                if (!ofInstalled.containsKey(file)) {
                    List<Finding> made = new ArrayList<>();
                    new LiteralFindings(context, file, new Findings(FAMILY, made))
                            .addCommandLines(texts.libraryText(context, file));
                    ofInstalled.put(file, made);
                }
                findings.addAll(ofInstalled.get(file));
                calls(context, SourcePlace.ofFile(file, false), language.get(), findings);
            }
        }
    }

    /** What the calls of a file need. Only the choice of a library depends on which programs are kept. */
    private void calls(Context context, SourcePlace place, SourceLanguage language, Findings findings)
            throws IOException {
        SourceCalls.Found found = texts.read(context, place.file().orElseThrow(), language, place.own());
        List<Finding> made = ofCalls.get(place);
        if (made == null) {
            made = new ArrayList<>();
            CallFindings settled = new CallFindings(context, place, new Findings(FAMILY, made));
            for (SourceCalls.Call call : found.calls()) {
                if (call.use() != SourceCalls.Use.LIBRARY) {
                    settled.add(call);
                }
            }
            ofCalls.put(place, made);
        }
        findings.addAll(made);
        CallFindings libraries = new CallFindings(context, place, findings);
        for (SourceCalls.Call call : found.calls()) {
            if (call.use() == SourceCalls.Use.LIBRARY) {
                libraries.add(call);
            }
        }
    }

    /** Modules that are always loaded with the application, and that the user excluded from their tree. */
    private void leftOut(
            Context context,
            ImportedSources kept,
            Map<RootPath, SourceLanguage> own,
            Set<RootPath> imported,
            Findings findings)
            throws IOException {
        ImportedSources leftOut = ImportedSources.ofLeftOut(context, own);
        Set<RootPath> loaded = new LinkedHashSet<>(own.keySet());
        Deque<RootPath> pending = new ArrayDeque<>(own.keySet());
        while (!pending.isEmpty()) {
            RootPath file = pending.pop();
            Map<String, Integer> always =
                    texts.cached(file).map(SourceCalls.Found::always).orElse(Map.of());
            for (Map.Entry<String, Integer> statement : always.entrySet()) {
                for (RootPath module : leftOut.modules(file, statement.getKey())) {
                    findings.because(file)
                            .file(
                                    Finding.Level.RECOMMENDED,
                                    "line " + statement.getValue() + " of " + file.raw() + " imports "
                                            + statement.getKey(),
                                    Optional.of(module));
                }
                for (RootPath module : kept.modules(file, statement.getKey())) {
                    if (imported.contains(module) && loaded.add(module)) {
                        pending.add(module);
                    }
                }
            }
        }
    }

    /** {@code python3 -c TEXT}, {@code perl <<END}: for everything that the image is seen to start. */
    private static void arguments(Context context, Findings findings) throws IOException {
        Set<String> seen = new LinkedHashSet<>();
        for (Event.Started started : StartedProcesses.of(context)) {
            Invocation invocation = started.invocation();
            Optional<SourceLanguage> language = SourceLanguage.ofInterpreter(invocation.name());
            Optional<String> text =
                    language.isEmpty() ? Optional.empty() : language.get().textArgument(invocation.arguments());
            if (language.isPresent() && text.isEmpty() && SourceLanguage.readsInput(invocation.arguments())) {
                text = started.text();
            }
            if (text.isPresent() && text.get().length() <= SourceTexts.MAX_SIZE && seen.add(text.get())) {
                String where = "the text that " + started.where().text() + " gives " + invocation.name();
                CallFindings needed = new CallFindings(
                        context, new SourcePlace(started.where().file(), where, true), findings);
                for (SourceCalls.Call call :
                        SourceCalls.of(language.get(), Marked.plain(text.get())).calls()) {
                    needed.add(call);
                }
            }
        }
    }
}
