package dev.whittle.discover.process;

import dev.whittle.bytes.ByteSource;
import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.GoProgram;
import dev.whittle.golang.ProgramCall;
import dev.whittle.golang.ProgramCalls;
import dev.whittle.path.RootPath;
import dev.whittle.process.Marked;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Programs that a Go program starts with os/exec. Names that are not literals come from settings or arguments, as in
 * nearly every large program, so they are not reported.
 */
final class GoStarts {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./=:@%+,-]+");

    private GoStarts() {}

    static void add(Context context, Context.Elf elf, Findings findings) throws IOException {
        if (!GoProgram.is(context, elf)) {
            return;
        }
        try (ByteSource content = context.root().open(elf.path())) {
            for (ProgramCall call : ProgramCalls.of(elf.path().raw(), content)) {
                add(context, elf.path(), call, findings);
            }
        } catch (AccessDeniedException e) {
            // unreadable: like other detectors, which find nothing in it
        }
    }

    /** The code of the program is likely to run; much of the code of its libraries is not. */
    private static void add(Context context, RootPath file, ProgramCall call, Findings findings) throws IOException {
        Finding.Level level = call.own() ? Finding.Level.RECOMMENDED : Finding.Level.UNCERTAIN;
        String where = file.raw() + " (" + call.caller() + ", os/exec)";
        if (call.looks()) {
            findings.file(level, where + " looks for " + call.name(), program(context, call.name()));
        } else {
            new ProcessFindings(context, findings, level, false)
                    .arguments(where, file, text(call), context.commands().workingDirectory());
        }
    }

    private static Optional<RootPath> program(Context context, String name) throws IOException {
        return name.indexOf('/') < 0 ? Scripts.command(context, name) : context.file(name);
    }

    /** The argument list as a shell would read it. */
    private static String text(ProgramCall call) {
        StringBuilder text = new StringBuilder(quoted(call.name()));
        for (Optional<String> argument : call.arguments()) {
            text.append(' ').append(argument.map(GoStarts::quoted).orElse(Marked.UNKNOWN));
        }
        return text.append(call.complete() ? "" : " " + Marked.UNKNOWN).toString();
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
