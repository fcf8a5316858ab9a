package dev.whittle.cli;

import java.io.IOException;
import picocli.CommandLine.IVersionProvider;

/** As picocli prints it. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        return new String[] {"whittle " + dev.whittle.cli.console.Version.read()};
    }
}
