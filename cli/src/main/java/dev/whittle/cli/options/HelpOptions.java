package dev.whittle.cli.options;

import picocli.CommandLine.Option;

/** What whittle itself takes, and every command. */
@Heading(HelpOptions.GENERAL)
public final class HelpOptions {
    static final String GENERAL = "General";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show help: -h what is used often, --help everything.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    boolean version;
}
