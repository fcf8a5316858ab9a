package dev.whittle.cli.options;

import picocli.CommandLine.Option;

/** What whittle itself takes, and every command. */
public final class HelpOptions {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    boolean version;
}
