package dev.whittle.cli.options;

import dev.whittle.cli.console.Console;
import dev.whittle.report.Style;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command takes. */
@Heading("General")
public final class CommonOptions {
    /** When to do something that only a terminal should see. */
    public enum When {
        auto,
        always,
        never
    }

    @Often("only errors and findings")
    @Option(
            names = {"-q", "--quiet"},
            description = "Say nothing on standard error but errors and findings.")
    boolean quiet;

    @Often("more details")
    @Option(
            names = {"-v", "--verbose"},
            description = "Say more: where each thing was looked for, what was assumed.")
    boolean verbose;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "auto (default: on a terminal, unless NO_COLOR is set), always or never.")
    When color = When.auto;

    @Option(
            names = "--progress",
            paramLabel = "WHEN",
            description = "Show how far a long work has come: auto (default: on a terminal), always or never.")
    When progress = When.auto;

    @Mixin
    HelpOptions help = new HelpOptions();

    public boolean quiet() {
        return quiet;
    }

    /** How many findings of one file are told: whoever has more has one cause for all of them. */
    public int findingsTold() {
        return verbose ? Integer.MAX_VALUE : 100;
    }

    public boolean verbose() {
        return verbose;
    }

    /** Of standard output. */
    public Style style(Console console) {
        return style(console, console.environment().outIsTerminal());
    }

    /** Of standard error. */
    public Style messageStyle(Console console) {
        return style(console, console.environment().errIsTerminal());
    }

    private Style style(Console console, boolean isTerminal) {
        boolean colour =
                switch (color) {
                    case always -> true;
                    case never -> false;
                    case auto ->
                        isTerminal
                                && console.environment().variable("NO_COLOR").isEmpty()
                                && !console.environment()
                                        .variable("TERM")
                                        .orElse("dumb")
                                        .toLowerCase(Locale.ROOT)
                                        .equals("dumb");
                };
        return new Style(colour, console.showsUnicode());
    }

    public boolean showsProgress(Console console) {
        return switch (progress) {
            case always -> true;
            case never -> false;
            case auto -> console.environment().errIsTerminal() && !quiet;
        };
    }
}
