package dev.whittle.discover.modules;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of modules, and code that loads them, in texts that are not source files of the language. */
final class ModuleTexts {
    /** Limit for the size of a file of settings, in bytes. */
    static final int MAX_SETTINGS = 64 << 10;

    /** Limit for the size of a file with embedded code, in bytes. */
    static final int MAX_EMBEDDING = 256 << 10;

    /** Settings in which an application names classes: {@code logging.handlers.RotatingFileHandler}. */
    private static final Pattern SETTINGS = Pattern.compile(".*\\.(?:ini|cfg|conf|ya?ml|toml|json|env|properties)");

    /** Texts in which there may be source code of another language. */
    private static final Pattern EMBEDDING = Pattern.compile(
            "(?i).*\\.(?:sql|psql|ipynb|sh|bash|j2|jinja2?|tmpl|tpl|template|erb|html?|txt)|[A-Z]\\w*file");

    private ModuleTexts() {}

    static boolean isSettings(String name, long size) {
        return size <= MAX_SETTINGS && SETTINGS.matcher(name).matches();
    }

    static boolean mayEmbedCode(String name, long size) {
        return size <= MAX_EMBEDDING && EMBEDDING.matcher(name).matches();
    }

    /** The words of a text that may be names of modules, with and without dots. */
    static List<String> names(String text) {
        return words(text).stream().map(ModuleNames.Name::text).toList();
    }

    /** The words of a text that have a dot, as names of classes do. */
    static List<ModuleNames.Name> dottedNames(String text) {
        return words(text).stream()
                .filter(word -> word.text().indexOf('.') >= 0)
                .toList();
    }

    private static List<ModuleNames.Name> words(String text) {
        List<ModuleNames.Name> words = new ArrayList<>();
        int line = 1;
        int at = 0;
        while (at < text.length()) {
            int start = at;
            while (at < text.length() && DottedNames.isPart(text.charAt(at))) {
                at++;
            }
            if (at > start) {
                words.add(new ModuleNames.Name(text.substring(start, at), line));
            } else {
                line += text.charAt(at) == '\n' ? 1 : 0;
                at++;
            }
        }
        return words;
    }

    /**
     * Code in a text of another language, each statement on its line: {@code create function f() ... language
     * plpython3u as $$ import json}.
     *
     * @param statement group 1 is the code
     * @return empty if there is none
     */
    static String embeddedCode(Pattern statement, String text) {
        Matcher matcher = statement.matcher(text);
        StringBuilder code = new StringBuilder();
        int at = 0;
        while (matcher.find()) {
            text.substring(at, matcher.start(1)).chars().filter(c -> c == '\n').forEach(c -> code.append('\n'));
            code.append(matcher.group(1));
            at = matcher.end(1);
        }
        return code.toString();
    }
}
