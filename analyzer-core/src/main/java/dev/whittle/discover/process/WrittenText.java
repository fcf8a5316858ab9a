package dev.whittle.discover.process;

import dev.whittle.discover.evidence.Context;
import dev.whittle.path.RootPath;
import dev.whittle.process.Builtins;
import dev.whittle.process.Event;
import dev.whittle.process.Marked;
import dev.whittle.script.Shebang;
import dev.whittle.script.Shells;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands in a file that a script writes at start. The purpose of the file is unknown, so lines that are not commands are skipped. */
final class WrittenText {
    /** crontab(5): five fields or a nickname; a field, or all of them, may be known at run time only. */
    private static final Pattern CRON =
            Pattern.compile("(?:@[a-z]{4,8}+|(?:[-0-9*,/A-Za-z" + Marked.HOLE + "]{1,20}+[ \t]{1,8}+){4}[-0-9*,/A-Za-z"
                    + Marked.HOLE + "]{1,20}+|" + Marked.HOLE + "{1,5}+)[ \t]{1,8}+(.++)");

    /** A name, then an option, a path, a number or a variable: not a sentence. */
    private static final Pattern COMMAND =
            Pattern.compile("([a-z][a-z0-9_.+-]{1,40}+|/[A-Za-z0-9_./+-]{2,200}+) ++[-/~$0-9'\"].*+");

    private static final int MAX_LINES = 500;

    private WrittenText() {}

    interface Commands {
        /** @param line counted from 1 */
        void add(int line, String text) throws IOException;
    }

    static void commands(Context context, Event.Written event, Commands commands) throws IOException {
        String written = event.text();
        Optional<Shebang> shebang = Shebang.parse(written);
        if (shebang.isPresent()) {
            String interpreter = shebang.get().envCommand().orElse(shebang.get().interpreter());
            if (Shells.isShell(interpreter.substring(interpreter.lastIndexOf('/') + 1))) {
                commands.add(1, written);
            }
            return;
        }
        int number = 0;
        for (String raw : written.split("\n", MAX_LINES)) {
            number++;
            String line = raw.strip();
            Matcher cron = CRON.matcher(line);
            if (cron.matches()) {
                commands.add(number, cron.group(1));
                continue;
            }
            Matcher command = COMMAND.matcher(line);
            if (command.matches()
                    && !isItself(context, event, command.group(1))
                    && isProgram(context, command.group(1))) {
                commands.add(number, line);
            }
        }
    }

    /** Programs begin their messages with their own name. */
    private static boolean isItself(Context context, Event.Written event, String name) {
        Optional<RootPath> file = event.where().file();
        return file.isPresent()
                && (file.get().name().equals(name)
                        || Scripts.command(context, name)
                                .filter(program -> isSame(context, program, file.get()))
                                .isPresent());
    }

    private static boolean isSame(Context context, RootPath one, RootPath other) {
        return context.processes()
                .files()
                .real(one)
                .equals(context.processes().files().real(other));
    }

    private static boolean isProgram(Context context, String name) throws IOException {
        return name.startsWith("/")
                ? context.file(name).isPresent()
                : !Builtins.contains(name) && Scripts.command(context, name).isPresent();
    }
}
