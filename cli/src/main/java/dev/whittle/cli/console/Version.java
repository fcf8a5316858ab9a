package dev.whittle.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version that the build was given. */
public final class Version {
    private static final String FILE = "/dev/whittle/cli/version.properties";

    private Version() {}

    public static String read() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IOException("version.properties is not in the jar");
            }
            properties.load(in);
        }
        return properties.getProperty("version");
    }
}
