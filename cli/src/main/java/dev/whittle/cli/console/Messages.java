package dev.whittle.cli.console;

import dev.whittle.bytes.IoMessage;
import java.io.IOException;
import java.nio.file.FileSystemException;

/** Messages for failures, lower case, raw: those of the core. */
public final class Messages {
    private Messages() {}

    /** Why an operation on a file failed, without the file's name. */
    public static String reason(IOException failure) {
        return IoMessage.reason(failure);
    }

    /** Why an operation failed, with the file if the failure names one. */
    public static String told(IOException failure) {
        return IoMessage.told(failure);
    }

    /** The file that a failure names, for display; empty if it names none. */
    public static String file(FileSystemException failure) {
        return IoMessage.file(failure);
    }
}
