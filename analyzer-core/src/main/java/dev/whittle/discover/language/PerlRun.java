package dev.whittle.discover.language;

import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.modules.ModuleLibrary;
import dev.whittle.process.Event;
import dev.whittle.process.Invocation;
import dev.whittle.process.Marked;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a Perl process runs (perlrun): a script, or text, and the modules of {@code -M}. */
record PerlRun(Event.Started started, Optional<String> script, List<String> texts) {
    static PerlRun of(Event.Started started) {
        Invocation invocation = started.invocation();
        List<String> arguments = invocation.arguments();
        List<String> texts = new ArrayList<>();
        boolean hasText = false;
        int at = 0;
        for (; at < arguments.size(); at++) {
            String argument = arguments.get(at);
            if (!argument.startsWith("-") || argument.equals("-")) {
                break;
            }
            if (argument.equals("--")) {
                at++;
                break;
            }
            char kind = argument.length() > 1 ? argument.charAt(1) : ' ';
            boolean isModule = kind == 'M' || kind == 'm';
            if (isModule && argument.length() > 2) {
                String module = argument.substring(2).split("=", 2)[0];
                texts.add("use " + module.replaceFirst("^-", "") + ";");
            } else if (kind == 'd') {
                texts.add("require 'perl5db.pl';");
            } else if (kind == 'I' && argument.length() == 2) {
                at++;
            } else if (argument.endsWith("e") || argument.endsWith("E")) {
                hasText = true;
                at++;
                texts.add(at < arguments.size() ? arguments.get(at) : Marked.UNKNOWN);
            }
        }
        boolean readsInput = !hasText
                && (at >= arguments.size() || arguments.get(at).equals("-"))
                && started.text().isPresent();
        if (readsInput) {
            hasText = true;
            texts.add(started.text().orElseThrow());
        }
        boolean hasScript = !hasText && at < arguments.size();
        boolean isQuestion =
                arguments.size() == 1 && List.of("-v", "-V", "--version").contains(arguments.get(0));
        if (!hasText && !hasScript && !isQuestion) {
            texts.add(Marked.UNKNOWN); // typed at a prompt, or from a pipe
        }
        return new PerlRun(started, hasScript ? Optional.of(arguments.get(at)) : Optional.empty(), texts);
    }

    /** The processes that the image is known to start. */
    static List<PerlRun> all(Context context) throws IOException {
        List<PerlRun> all = new ArrayList<>();
        for (Event.Started started : StartedProcesses.of(context)) {
            if (started.invocation().program().name().matches("perl[0-9.]*")) {
                all.add(of(started));
            }
        }
        return all;
    }

    /** Whether nothing in the image names the code that it runs. */
    boolean isUnknown(Context context) throws IOException {
        if (texts.stream().anyMatch(text -> text.equals(Marked.UNKNOWN))) {
            return true;
        }
        if (script.isEmpty()) {
            return false;
        }
        if (script.get().equals("-") || Marked.isPattern(script.get())) {
            return true;
        }
        return StartedProcesses.lacksFile(context, started, script.get());
    }

    void addTo(Context context, ModuleLibrary library) throws IOException {
        String where = started.where().text();
        if (script.isPresent()) {
            StartedProcesses.file(context, started, script.get()).ifPresent(library::addScript);
        }
        for (String text : texts) {
            library.addText(
                    context,
                    "the text that " + where + " gives Perl",
                    started.where().file(),
                    Marked.plain(text));
        }
        Map<String, String> variables =
                context.config().map(config -> config.env()).orElse(Map.of());
        if (variables.containsKey("PERL5OPT")) {
            String modules = variables.get("PERL5OPT").replaceAll("(?:^|\\s)-[Mm]", "\nuse ");
            library.addText(context, "the variable PERL5OPT", Optional.empty(), modules);
        }
    }
}
