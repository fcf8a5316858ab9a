package dev.whittle.discover.language;

import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Family;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The source files of the application, as opposed to those of libraries that it may import. */
final class ApplicationSources {
    /** Directories of libraries: whether the programs that they start are used is unknown. */
    private static final Pattern LIBRARY = Pattern.compile(
            ".*/(?:node_modules|site-packages|dist-packages|vendor|gems|perl5|lib/python[0-9.]++|lib/ruby)/.*");

    /** The directories of a distribution's programs: a program elsewhere may have a JavaScript engine compiled in. */
    private static final Pattern SYSTEM = Pattern.compile("/(?:usr/)?(?:s?bin|lib[^/]*|games)/.*");

    /** Libraries that run JavaScript. */
    private static final Pattern ENGINE = Pattern.compile(
            "lib(?:node|v8|mozjs|javascriptcore|Qt[0-9]+(?:Qml|Script|WebEngine)|mujs|duktape|quickjs).*");

    private ApplicationSources() {}

    /** Among what is kept, the files of the application that are source code, with their language. */
    static Map<RootPath, SourceLanguage> of(Context context) throws IOException {
        Map<RootPath, SourceLanguage> sources = new LinkedHashMap<>();
        boolean runsJavaScript = runsJavaScript(context);
        for (Selection.Kept kept : context.kept().all()) {
            if (kept.node() instanceof Node.RegularFile file && file.size() <= SourceTexts.MAX_SIZE) {
                language(context, kept, file)
                        .filter(language -> language != SourceLanguage.JAVASCRIPT || runsJavaScript)
                        .ifPresent(language -> sources.put(kept.path(), language));
            }
        }
        return sources;
    }

    /** Whether something kept runs JavaScript: what a web server only sends is run by browsers. */
    private static boolean runsJavaScript(Context context) {
        for (Context.Elf elf : context.elfs()) {
            String name = elf.path().name();
            boolean isEngine = elf.isProgram()
                    ? SourceLanguage.ofInterpreter(name)
                                    .filter(SourceLanguage.JAVASCRIPT::equals)
                                    .isPresent()
                            || !SYSTEM.matcher(elf.path().raw()).matches()
                    : ENGINE.matcher(name).matches();
            if (isEngine) {
                return true;
            }
        }
        return false;
    }

    private static Optional<SourceLanguage> language(Context context, Selection.Kept kept, Node.RegularFile file)
            throws IOException {
        if (LIBRARY.matcher(kept.path().raw()).matches()
                || kept.reasons().stream().noneMatch(ApplicationSources::isOwn)) {
            return Optional.empty();
        }
        Optional<SourceLanguage> byName = SourceLanguage.ofFile(kept.path());
        if (byName.isPresent() || !file.attributes().isExecutable()) {
            return byName;
        }
        return context.interpreter(kept.path()).flatMap(SourceLanguage::ofInterpreter);
    }

    /** Whether what is kept for a reason belongs to the application. */
    static boolean isOwn(Reason reason) {
        return switch (reason.kind()) {
            case STARTED, REQUESTED -> true;
            case HIDDEN, TREE -> Family.OF_APPLICATION.contains(reason.family());
            case INCLUDED, INTERPRETER, LIBRARY, CONFIGURATION, TRACED, GENERATED, LINK, PARENT -> false;
        };
    }
}
