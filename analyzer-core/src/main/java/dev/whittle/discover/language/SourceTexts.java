package dev.whittle.discover.language;

import dev.whittle.discover.evidence.Context;
import dev.whittle.path.RootPath;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads each source file once, within a limit for the text of libraries. */
final class SourceTexts {
    /** Limit for the size of a source file, in bytes. */
    static final int MAX_SIZE = 1 << 19;

    /** Limit for the text of library modules, in bytes. */
    private static final long MAX_LIBRARY_TEXT = 64L << 20;

    private final ModuleMentions mentions;
    private final Map<RootPath, SourceCalls.Found> read = new HashMap<>();
    private long libraryText;

    /** @param mentions gets the text of each file */
    SourceTexts(ModuleMentions mentions) {
        this.mentions = mentions;
    }

    /** What a file calls and imports, if it was read before. */
    Optional<SourceCalls.Found> cached(RootPath file) {
        return Optional.ofNullable(read.get(file));
    }

    /** @param own whether it is of the application, whose text has no limit since it is also read by others */
    SourceCalls.Found read(Context context, RootPath file, SourceLanguage language, boolean own) {
        SourceCalls.Found found = read.get(file);
        if (found == null) {
            String text = own ? context.sourceText(file, MAX_SIZE) : libraryText(context, file);
            found = SourceCalls.of(language, text);
            read.put(file, found);
            mentions.read(context, file, text, found.calls().stream().anyMatch(SourceTexts::runs));
        }
        return found;
    }

    private static boolean runs(SourceCalls.Call call) {
        return switch (call.use()) {
            case ARGV, SHELL, PROGRAM -> true;
            case LIBRARY, LOCALE, FILE -> false;
        };
    }

    /** The names of the modules that a file imports. */
    Set<String> imports(Context context, RootPath file) {
        Optional<SourceLanguage> language = SourceLanguage.ofFile(file);
        return cached(file)
                .or(() -> language.map(found -> read(context, file, found, false)))
                .map(SourceCalls.Found::imports)
                .orElse(Set.of());
    }

    /** The text of a library's file; empty if the limit is reached. */
    String libraryText(Context context, RootPath file) {
        String text = libraryText < MAX_LIBRARY_TEXT ? context.sourceText(file, MAX_SIZE) : "";
        libraryText += text.length();
        return text;
    }
}
