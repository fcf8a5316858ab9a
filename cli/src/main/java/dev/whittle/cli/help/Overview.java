package dev.whittle.cli.help;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The help of whittle itself: its commands, without reading their annotations, which takes some 10 ms for each. */
public final class Overview {
    public static final String SUMMARY =
            "Find what a binary needs to run, without running it, and pack it into a minimal layer or image.";

    /** What exit codes mean, for every command. */
    public static final String EXIT_CODES =
            "Exit codes: 0 done, 1 something is missing, 2 wrong usage, 3 unreadable input, "
                    + "4 unwritable output, 70 a bug, 141 standard output was closed.";

    private static final String DESCRIPTION =
            "Whittle reads ELF files as the dynamic loader does and works on roots and images of any architecture, "
                    + "glibc or musl. It runs nothing of them, but for one command: try, which runs an image to compare it.";

    private static final List<String> EXAMPLES = List.of(
            "  whittle ldd /usr/bin/curl                 what it needs, as a tree",
            "  whittle layer /usr/bin/curl -o curl.tar   exactly that, as a tar layer",
            "  docker save nginx:alpine | whittle slim - | docker load    a minimal image",
            "  whittle verify nginx-slim.tar             is anything missing?");

    private static final String COMMANDS = "COMMAND";

    private Overview() {}

    /** @param summary one line of at most 54 characters, lower case */
    public record Command(String name, String group, String summary) {}

    /** As a page, for the manual and for text. */
    public static HelpPage page(List<Command> commands) {
        Set<String> headings = new LinkedHashSet<>();
        commands.forEach(command -> headings.add(command.group()));
        List<HelpPage.Group> groups = new ArrayList<>();
        for (String heading : headings) {
            groups.add(new HelpPage.Group(
                    heading,
                    commands.stream()
                            .filter(command -> command.group().equals(heading))
                            .map(Overview::item)
                            .toList()));
        }
        groups.add(new HelpPage.Group(
                "Options",
                List.of(
                        option(List.of("-h", "--help"), "this list"),
                        option(List.of("-V", "--version"), "the version"))));
        return new HelpPage(
                "whittle", SUMMARY, COMMANDS + " [OPTION]...", List.of(DESCRIPTION), List.of(), groups, EXAMPLES);
    }

    /** For a terminal. */
    public static String text(List<Command> commands, int width) {
        HelpPage page = page(commands);
        StringBuilder text = new StringBuilder(HelpText.full(page, width));
        text.append('\n').append(HelpText.paragraph("Help for a command: whittle help " + COMMANDS, width));
        return text.append('\n').append(HelpText.paragraph(EXIT_CODES, width)).toString();
    }

    private static HelpPage.Item item(Command command) {
        return new HelpPage.Item(
                List.of(), Optional.of(command.name()), command.summary(), Optional.empty(), List.of());
    }

    private static HelpPage.Item option(List<String> names, String summary) {
        return new HelpPage.Item(names, Optional.empty(), summary, Optional.empty(), List.of());
    }
}
