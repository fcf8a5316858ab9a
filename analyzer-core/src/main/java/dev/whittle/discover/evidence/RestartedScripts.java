package dev.whittle.discover.evidence;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Scripts whose first line names a shell, and whose text is for another interpreter, which the shell starts with the
 * script itself: {@code exec perl -x -- "$0" "$@"} (perlrun, option -x), {@code exec tclsh "$0" "$@"} (tclsh(1)),
 * {@code eval 'exec ${PERL-perl} -S $0 ${1+"$@"}'}.
 */
final class RestartedScripts {
    private static final Pattern RESTART =
            Pattern.compile("(?m)^[^#\n]{0,60}\\bexec\\s+([^\n;|]{1,160}?)\\s[\"']?\\$\\{?0\\b");

    /** {@code ${PERL-perl}} and {@code ${PERL:-perl}}. */
    private static final Pattern DEFAULT = Pattern.compile("\\$\\{\\w+:?[-=]([^}]+)}");

    private RestartedScripts() {}

    /** The name of the program, without its directory; empty if the text does not start itself, or not by a known name. */
    static Optional<String> interpreter(String text) {
        Matcher matcher = RESTART.matcher(text);
        return matcher.find() ? firstProgram(matcher.group(1)) : Optional.empty();
    }

    private static Optional<String> firstProgram(String words) {
        for (String word : DEFAULT.matcher(words).replaceAll("$1").split("\\s+", -1)) {
            String plain = word.replaceAll("[\"'`]", "");
            String name = plain.substring(plain.lastIndexOf('/') + 1);
            if (!name.equals("env") && !plain.contains("=") && !plain.startsWith("-")) {
                return name.matches("[\\w.+-]+") ? Optional.of(name) : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
