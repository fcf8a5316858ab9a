package dev.whittle.cli.help;

import dev.whittle.cli.help.HelpPage.Group;
import dev.whittle.cli.help.HelpPage.Item;
import java.util.ArrayList;
import java.util.List;

/** Help for a terminal of some width. Lines are broken at blanks alone, so that a name is never cut. */
public final class HelpText {
    private static final int INDENT = 2;

    /** Names up to this long have their text beside them, others above it. */
    private static final int NAMES = 24;

    /** Below this width there is no room for two columns. */
    private static final int TWO_COLUMNS = 70;

    private static final String BELOW = " ".repeat(8);
    private static final int EXAMPLES = 4;

    private final int width;
    private final StringBuilder text = new StringBuilder();

    private HelpText(int width) {
        this.width = width;
    }

    /** Everything. */
    public static String full(HelpPage page, int width) {
        HelpText help = new HelpText(width);
        help.start(page);
        for (String paragraph : page.description()) {
            help.line("");
            help.wrapped("", paragraph);
        }
        if (!page.arguments().isEmpty()) {
            help.heading("Arguments");
            page.arguments().forEach(argument -> help.item(argument.shown(), argument.text()));
        }
        for (Group group : page.groups()) {
            help.heading(group.heading());
            group.options().forEach(option -> help.item(option.shown(), option.text()));
        }
        help.examples(page.examples());
        return help.text.toString();
    }

    /** What is used often, in one screen. */
    public static String brief(HelpPage page, int width) {
        HelpText help = new HelpText(width);
        help.start(page);
        List<Item> often = new ArrayList<>(page.arguments());
        page.groups().forEach(group -> often.addAll(group.options()));
        often.removeIf(item -> item.often().isEmpty());
        if (!often.isEmpty()) {
            help.line("");
            often.forEach(item -> help.item(item.shown(), item.gist()));
        }
        help.examples(
                page.examples().subList(0, Math.min(EXAMPLES, page.examples().size())));
        help.line("");
        help.wrapped("", "All options: " + page.command() + " --help");
        return help.text.toString();
    }

    /** One paragraph, with its line end. */
    static String paragraph(String words, int width) {
        HelpText help = new HelpText(width);
        help.wrapped("", words);
        return help.text.toString();
    }

    private void start(HelpPage page) {
        wrapped("", page.summary());
        line("");
        wrapped("", "Usage: " + page.command() + " " + page.synopsis());
    }

    private void heading(String heading) {
        line("");
        line(heading + ":");
    }

    private void item(String names, String description) {
        String start = " ".repeat(INDENT) + names;
        String indent = width < TWO_COLUMNS ? BELOW : " ".repeat(INDENT + NAMES + 2);
        if (width < TWO_COLUMNS || start.length() > INDENT + NAMES) {
            line(start);
            wrapped(indent, description);
        } else {
            int from = text.length();
            wrapped(indent, description);
            text.replace(from, from + indent.length(), start + " ".repeat(indent.length() - start.length()));
        }
    }

    /** A command line stays whole; an explanation for which there is no room goes below it. */
    private void examples(List<String> lines) {
        boolean started = false;
        for (String example : lines) {
            if (!started && example.startsWith("  ")) {
                heading("Examples");
                started = true;
            }
            int gap = example.strip().indexOf("  ");
            if (example.length() <= width || gap < 0) {
                line(example.stripTrailing());
            } else {
                line("  " + example.strip().substring(0, gap));
                wrapped("      ", example.strip().substring(gap).strip());
            }
        }
    }

    private void wrapped(String indent, String paragraph) {
        StringBuilder current = new StringBuilder(indent);
        boolean empty = true;
        for (String word : paragraph.split("\\s+", 0)) {
            if (!empty && current.length() + 1 + word.length() > width) {
                line(current.toString());
                current = new StringBuilder(indent);
                empty = true;
            }
            current.append(empty ? "" : " ").append(word);
            empty = false;
        }
        line(current.toString());
    }

    private void line(String content) {
        text.append(content).append('\n');
    }
}
