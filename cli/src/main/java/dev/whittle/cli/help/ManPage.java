package dev.whittle.cli.help;

import java.util.List;
import java.util.Locale;

/** A page in the form of man(7), which man-db and mandoc read. */
public final class ManPage {
    private final StringBuilder text = new StringBuilder();

    private ManPage() {}

    /** The file's name in section 1: {@code whittle-ldd.1}. */
    public static String fileName(HelpPage page) {
        return name(page) + ".1";
    }

    /** @param others names of further pages, for the reader to go on */
    public static String of(HelpPage page, String version, List<String> others) {
        ManPage man = new ManPage();
        man.request("TH", quoted(name(page).toUpperCase(Locale.ROOT)), "1", "\"\"", quoted("whittle " + version));
        man.section("NAME");
        String summary = page.summary().endsWith(".")
                ? page.summary().substring(0, page.summary().length() - 1)
                : page.summary();
        man.line(escaped(name(page)) + " \\- " + escaped(lower(summary)));
        man.section("SYNOPSIS");
        man.line("\\fB" + escaped(page.command()) + "\\fR " + escaped(page.synopsis()));
        man.section("DESCRIPTION");
        for (String paragraph : page.description()) {
            man.request("PP");
            man.line(escaped(paragraph));
        }
        page.arguments().forEach(man::item);
        man.section("OPTIONS");
        for (HelpPage.Group group : page.groups()) {
            man.request("SS", quoted(group.heading()));
            group.options().forEach(man::item);
        }
        man.section("EXIT STATUS");
        man.line(escaped(Overview.EXIT_CODES.replace("Exit codes: ", "")));
        man.examples(page.examples());
        man.section("SEE ALSO");
        man.line(others.stream()
                .filter(other -> !other.equals(name(page)))
                .map(other -> "\\fB" + escaped(other) + "\\fR(1)")
                .reduce((one, next) -> one + ", " + next)
                .orElse(""));
        return man.text.toString();
    }

    private static String name(HelpPage page) {
        return page.command().replace(' ', '-');
    }

    private static String lower(String sentence) {
        return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }

    private void item(HelpPage.Item item) {
        request("TP");
        StringBuilder names = new StringBuilder();
        for (String name : item.names()) {
            names.append(names.isEmpty() ? "" : ", ")
                    .append("\\fB")
                    .append(escaped(name))
                    .append("\\fR");
        }
        item.value().ifPresent(label -> names.append(names.isEmpty() ? "" : " ")
                .append("\\fI")
                .append(escaped(label))
                .append("\\fR"));
        line(names.toString());
        line(escaped(item.text()));
    }

    private void examples(List<String> examples) {
        section("EXAMPLES");
        for (String example : examples) {
            String line = example.strip();
            if (line.isEmpty()) {
                continue;
            }
            int gap = line.indexOf("  ");
            request("TP");
            line("\\fB" + escaped(gap < 0 ? line : line.substring(0, gap)) + "\\fR");
            line(gap < 0 ? "" : escaped(line.substring(gap).strip()));
        }
    }

    private void section(String heading) {
        request("SH", quoted(heading));
    }

    private void request(String name, String... arguments) {
        text.append('.').append(name);
        for (String argument : arguments) {
            text.append(' ').append(argument);
        }
        text.append('\n');
    }

    private void line(String content) {
        if (!content.isEmpty()) {
            boolean control = content.startsWith(".") || content.startsWith("'");
            text.append(control ? "\\&" : "").append(content).append('\n');
        }
    }

    private static String quoted(String argument) {
        return '"' + escaped(argument).replace("\"", "\\(dq") + '"';
    }

    /** A plain hyphen would be typeset, and no longer found or copied as it is typed. */
    private static String escaped(String content) {
        return content.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("`", "\\(ga")
                .replace("^", "\\(ha")
                .replace("~", "\\(ti");
    }
}
