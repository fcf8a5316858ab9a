package dev.whittle.bytes;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Messages for failures of input and output, lower case, raw. */
public final class IoMessage {
    private IoMessage() {}

    /** Why an operation on a file failed, without the file's name. */
    public static String reason(IOException failure) {
        if (failure instanceof FileSystemException named && named.getReason() != null) {
            return shown(lower(named.getReason()));
        }
        if (failure instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NotDirectoryException) {
            return "not a directory";
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : shown(lower(message));
    }

    /** Why an operation failed, with the file if the failure names one. */
    public static String told(IOException failure) {
        String file = failure instanceof FileSystemException named ? file(named) : "";
        return (file.isEmpty() ? "" : file + ": ") + reason(failure);
    }

    /** The file that a failure names, for display; empty if it names none. */
    public static String file(FileSystemException failure) {
        return failure.getFile() == null ? "" : shown(failure.getFile());
    }

    /** Messages and names of exceptions: those created here are raw, those of Java are text. */
    private static String shown(String rawOrText) {
        boolean raw = rawOrText.chars().allMatch(c -> c <= 0xFF) && RawText.isUtf8(rawOrText);
        return RawText.visible(raw ? rawOrText : RawText.ofText(rawOrText));
    }

    private static String lower(String text) {
        boolean word =
                text.length() > 1 && Character.isUpperCase(text.charAt(0)) && Character.isLowerCase(text.charAt(1));
        return word ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
    }
}
