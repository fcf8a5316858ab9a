package dev.whittle.cli.options;

import picocli.CommandLine.Option;

/** Whether what was written is read back. */
@Heading("Result")
public final class CheckOptions {
    @Option(
            names = "--no-self-check",
            description = "Do not read back what was written before it gets its place (see docs/reliability.md).")
    boolean unchecked;

    public boolean isOn() {
        return !unchecked;
    }
}
