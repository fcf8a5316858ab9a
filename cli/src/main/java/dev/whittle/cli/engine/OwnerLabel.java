package dev.whittle.cli.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of the label of a trial's containers and images: the process that created them, so that another process can
 * remove leftovers of a killed one.
 */
final class OwnerLabel {
    static final String NAME = "dev.whittle.try";

    /** Leftovers of another machine or process namespace are removed at this age. */
    private static final long OLD_SECONDS = 3600;

    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})-([0-9a-f]{1,32})");

    private OwnerLabel() {}

    /** The label of this process. */
    static String own() {
        ProcessHandle self = ProcessHandle.current();
        return self.pid() + "-" + start(self) + "-" + place();
    }

    private static long start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::getEpochSecond).orElse(0L);
    }

    /** The current boot of the machine, and the process namespace: process IDs are valid only there. */
    private static String place() {
        String boot = read("/proc/sys/kernel/random/boot_id").replace("-", "");
        String namespace;
        try {
            namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException | UnsupportedOperationException e) {
            namespace = "";
        }
        return String.format("%s%08x", boot.substring(0, Math.min(16, boot.length())), namespace.hashCode());
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** Whether the process that created something has ended. False for another label. */
    static boolean isLeftBehind(String value) {
        Matcher matcher = FORM.matcher(value);
        if (!matcher.matches()) {
            return false;
        }
        long started = Long.parseLong(matcher.group(2));
        if (!matcher.group(3).equals(place())) {
            return Instant.now().getEpochSecond() - started > OLD_SECONDS;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(matcher.group(1)));
        return process.isEmpty() || Math.abs(start(process.get()) - started) > 1;
    }
}
