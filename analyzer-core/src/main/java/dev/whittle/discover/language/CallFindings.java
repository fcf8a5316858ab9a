package dev.whittle.discover.language;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.process.ProcessFindings;
import dev.whittle.discover.process.Scripts;
import dev.whittle.path.RootPath;
import dev.whittle.process.Builtins;
import dev.whittle.process.Marked;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the calls of one source text need: programs, libraries, locales and files. */
final class CallFindings {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]{1,63}+");
    private static final Pattern LOCALE =
            Pattern.compile("[a-z]{2,3}_[A-Z]{2}(?:\\.[A-Za-z0-9-]{3,12}+)?(?:@[a-z]++)?");

    private final Context context;
    private final SourcePlace place;
    private final Findings findings;

    CallFindings(Context context, SourcePlace place, Findings findings) {
        this.context = context;
        this.place = place;
        this.findings = findings;
    }

    void add(SourceCalls.Call call) throws IOException {
        String where = "line " + call.line() + " of " + place.name();
        place.file().ifPresentOrElse(findings::because, findings::becauseOfTheImage);
        switch (call.use()) {
            case ARGV -> {
                String first = call.words().get(0);
                if (Builtins.contains(first)) {
                    // No shell is started, so the program of that name is.
                    findings.file(place.level(), where + " runs " + first, command(first));
                }
                follow(where, argv(call.words()));
            }
            case SHELL -> shell(where, call.words().get(0));
            case PROGRAM -> {
                for (String word : call.words()) {
                    findings.file(place.level(), where + " looks for " + word, command(word));
                }
            }
            case LIBRARY -> {
                for (String word : call.words()) {
                    LoadedLibraries.add(context, word, where, findings);
                }
            }
            case LOCALE -> {
                for (String word : call.words()) {
                    locale(word, where);
                }
            }
            case FILE -> {
                String file = call.words().get(0);
                findings.file(Finding.Level.RECOMMENDED, where + " needs " + file, context.file(file));
            }
        }
    }

    private void follow(String where, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            new ProcessFindings(context, findings, place.level(), false)
                    .text(where, place.file(), text.get(), context.commands().workingDirectory());
        }
    }

    private void shell(String where, String text) throws IOException {
        if (text.equals(Marked.UNKNOWN) || text.isBlank()) {
            return;
        }
        findings.file(place.level(), where + " starts a shell", context.file("/bin/sh"));
        int end = text.indexOf(' ');
        String first = end < 0 ? text.strip() : text.substring(0, end);
        if (Builtins.contains(first)) {
            // Perl and Ruby start a command without special characters directly, even if its name is that of a shell
            // builtin.
            findings.file(place.level(), where + " runs " + first, command(first));
        }
        follow(where, Optional.of(text));
    }

    /** The words as a shell command, so that the programs that it starts are followed. The name may occur twice. */
    private static Optional<String> argv(List<String> words) {
        List<String> argv = new ArrayList<>(words);
        if (!argv.isEmpty() && argv.get(0).equals(Marked.UNKNOWN)) {
            return Optional.empty();
        }
        if (argv.size() > 1 && argv.get(0).endsWith(argv.get(1)) && argv.get(0).startsWith("/")) {
            argv.remove(1);
        }
        StringBuilder text = new StringBuilder();
        for (String word : argv) {
            boolean plain = word.equals(Marked.UNKNOWN) || NAME.matcher(word).matches();
            text.append(text.length() == 0 ? "" : " ").append(plain ? word : "'" + word.replace("'", "'\\''") + "'");
        }
        return text.length() == 0 ? Optional.empty() : Optional.of(text.toString());
    }

    private Optional<RootPath> command(String word) throws IOException {
        if (word.startsWith("/")) {
            return Marked.isPattern(word) ? Optional.empty() : context.file(word);
        }
        return NAME.matcher(word).matches() ? Scripts.command(context, word) : Optional.empty();
    }

    private void locale(String word, String where) throws IOException {
        if (!LOCALE.matcher(word).matches()) {
            return;
        }
        String evidence = where + " sets the locale " + word;
        findings.file(Finding.Level.RECOMMENDED, evidence, context.file("/usr/lib/locale/locale-archive"));
        int dot = word.indexOf('.');
        String codeset = dot < 0 ? "" : word.substring(dot + 1).replace("-", "").toLowerCase(Locale.ROOT);
        for (String name : List.of(word, dot < 0 ? word : word.substring(0, dot + 1) + codeset)) {
            findings.tree(Finding.Level.RECOMMENDED, evidence, context.directory("/usr/lib/locale/" + name));
        }
    }
}
