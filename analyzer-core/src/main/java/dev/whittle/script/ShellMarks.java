package dev.whittle.script;

import java.util.Optional;

/** What a shell would put into a word at run time stands there as one of these marks, behind all that bytes can be. */
final class ShellMarks {
    /** A value that only a run would tell. */
    static final char UNKNOWN = '\uE000';

    /** All arguments of the script. */
    static final char ARGUMENTS = '\uE001';

    /** The directory of the script itself: {@code $(dirname "$0")}, {@code ${0%/*}}. */
    static final char OWN_DIRECTORY = '\uE002';

    /** A variable's name stands between these two. */
    static final char NAME = '\uE003';

    static final char NAME_END = '\uE004';

    private ShellMarks() {}

    static String variable(String name) {
        return NAME + name + NAME_END;
    }

    /** @param body what stands in {@code $(…)} or backquotes */
    static char substitution(String body) {
        String plain = body.strip().replace("\"", "").replace("--", " ").replaceAll("[ \t]+", " ");
        boolean own = plain.equals("dirname $0")
                || plain.equals("dirname ${0}")
                || plain.equals("dirname ${BASH_SOURCE[0]}")
                || plain.equals("dirname $BASH_SOURCE");
        return own ? OWN_DIRECTORY : UNKNOWN;
    }

    /** @param body what stands in <code>${…}</code> */
    static String parameter(String body) {
        if (body.equals("0%/*") || body.equals("BASH_SOURCE%/*")) {
            return String.valueOf(OWN_DIRECTORY);
        }
        if (body.equals("@") || body.equals("*")) {
            return String.valueOf(ARGUMENTS);
        }
        boolean plain = !body.isEmpty() && isNameStart(body.charAt(0)) && nameLength(body) == body.length();
        return plain ? variable(body) : String.valueOf(UNKNOWN);
    }

    /** The word behind {@code :-} and the like, if it is a constant: what the variable may stand for. */
    static Optional<String> defaultOf(String body) {
        String rest = body.substring(nameLength(body));
        String value = rest.startsWith(":") ? rest.substring(1) : rest;
        if (value.isEmpty() || "-=+".indexOf(value.charAt(0)) < 0) {
            return Optional.empty();
        }
        String unquoted = value.substring(1).replace("\"", "").replace("'", "");
        boolean constant = !unquoted.isEmpty() && unquoted.indexOf('$') < 0 && unquoted.indexOf('`') < 0;
        return constant ? Optional.of(unquoted) : Optional.empty();
    }

    /** Marks as a person would write them. */
    static String visible(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case UNKNOWN, OWN_DIRECTORY -> out.append("$...");
                case ARGUMENTS -> out.append("$@");
                case NAME -> out.append('$');
                case NAME_END -> {}
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /** How many characters of a variable's name stand at the start. */
    static int nameLength(String text) {
        int end = 0;
        while (end < text.length() && isNamePart(text.charAt(end))) {
            end++;
        }
        return end;
    }

    static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    static boolean isNamePart(char c) {
        return isNameStart(c) || (c >= '0' && c <= '9');
    }
}
