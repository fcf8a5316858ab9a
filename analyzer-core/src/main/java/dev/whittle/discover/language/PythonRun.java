package dev.whittle.discover.language;

import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.modules.ModuleLibrary;
import dev.whittle.path.RootPath;
import dev.whittle.process.Event;
import dev.whittle.process.Invocation;
import dev.whittle.process.Marked;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a Python process runs (Python/initconfig.c:config_parse_cmdline): a script, a module, or text.
 *
 * @param rest the arguments after it
 * @param unknown whether nothing in the image names the code that it runs: it is typed at a prompt, or comes from a pipe
 */
record PythonRun(
        Event.Started started,
        Optional<String> script,
        Optional<String> module,
        Optional<String> text,
        List<String> rest,
        boolean unknown) {
    /** Options whose value may be the next argument. */
    private static final String VALUE_OPTIONS = "WXQ";

    static PythonRun of(Event.Started started) {
        Invocation invocation = started.invocation();
        List<String> arguments = invocation.arguments();
        int at = 0;
        for (; at < arguments.size(); at++) {
            String argument = arguments.get(at);
            if (!argument.startsWith("-") || argument.equals("-")) {
                break;
            }
            if (argument.startsWith("--")) {
                at += argument.equals("--check-hash-based-pycs") ? 1 : 0;
                continue;
            }
            int value = 1;
            while (value < argument.length() && (VALUE_OPTIONS + "cm").indexOf(argument.charAt(value)) < 0) {
                value++;
            }
            if (value == argument.length()) {
                continue;
            }
            boolean isNext = value == argument.length() - 1;
            at += isNext ? 1 : 0;
            if (VALUE_OPTIONS.indexOf(argument.charAt(value)) < 0) {
                Optional<String> given = !isNext
                        ? Optional.of(argument.substring(value + 1))
                        : at < arguments.size() ? Optional.of(arguments.get(at)) : Optional.empty();
                boolean isModule = argument.charAt(value) == 'm';
                return new PythonRun(
                        started,
                        Optional.empty(),
                        isModule ? given : Optional.empty(),
                        isModule ? Optional.empty() : given,
                        wordsFrom(arguments, at + 1),
                        given.isEmpty() || Marked.isPattern(given.get()));
            }
        }
        Optional<String> script = at < arguments.size() ? Optional.of(arguments.get(at)) : Optional.empty();
        boolean readsInput = script.isEmpty() || script.get().equals("-");
        Optional<String> text = readsInput ? started.text() : Optional.empty();
        Optional<String> code = readsInput ? text : script;
        boolean unknown = code.isEmpty() || Marked.isPattern(code.get());
        return new PythonRun(
                started,
                readsInput ? Optional.empty() : script,
                Optional.empty(),
                text,
                wordsFrom(arguments, at + 1),
                unknown && !isQuestion(arguments));
    }

    private static List<String> wordsFrom(List<String> arguments, int from) {
        return arguments.subList(Math.min(arguments.size(), from), arguments.size());
    }

    /** {@code python3 --version} runs nothing. */
    private static boolean isQuestion(List<String> arguments) {
        return arguments.size() == 1
                && List.of("--version", "-V", "-VV", "--help", "-h").contains(arguments.get(0));
    }

    /** The processes of one version that the image is known to start. */
    static List<PythonRun> all(Context context, String version) throws IOException {
        List<PythonRun> all = new ArrayList<>();
        for (Event.Started started : StartedProcesses.of(context)) {
            RootPath real =
                    context.processes().files().real(started.invocation().program());
            if (Python.version(real.name()).filter(version::equals).isPresent()) {
                all.add(of(started));
            }
        }
        return all;
    }

    /** Whether the named script is missing: it is mounted, or created at run time. */
    boolean lacksScript(Context context) throws IOException {
        return script.isPresent() && !unknown && StartedProcesses.lacksFile(context, started, script.get());
    }

    /** Adds to a library what is run, and the names in the arguments and variables of the process. */
    void addTo(Context context, ModuleLibrary library) throws IOException {
        String where = started.where().text();
        if (script.isPresent()) {
            StartedProcesses.file(context, started, script.get()).ifPresent(library::addScript);
        }
        Optional<RootPath> file = started.where().file();
        if (module.isPresent()) {
            library.run(context, module.get(), where + " runs the Python module " + module.get(), file);
        }
        if (text.isPresent()) {
            library.addText(context, "the text that " + where + " gives Python", file, Marked.plain(text.get()));
        }
        for (String word : rest) {
            if (!Marked.isPattern(word)) {
                library.addNames(context, where, file, word);
            }
        }
        for (Map.Entry<String, String> variable :
                context.config().map(config -> config.env()).orElse(Map.of()).entrySet()) {
            library.addNames(context, "the variable " + variable.getKey(), Optional.empty(), variable.getValue());
        }
    }
}
