package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.image.ImageReference;
import dev.whittle.path.HostPath;
import dev.whittle.transport.Transports;
import dev.whittle.write.Compression;
import dev.whittle.write.Destination;
import dev.whittle.write.ImagesWriter;
import dev.whittle.write.Remote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the new image goes, understood and checked before any work is done.
 *
 * @param shown as the user names it, raw
 */
record SlimOutput(String shown, Destination destination, Compression compression, Remote remote) {
    private static final String PIPE = "-";

    /** On this machine. */
    SlimOutput(String shown, Destination destination, Compression compression) {
        this(shown, destination, compression, Remote.NONE);
    }

    /** The same, for a registry. */
    SlimOutput with(Remote remote) {
        return new SlimOutput(shown, destination, compression, remote);
    }

    /** @param output null if none is named: then what comes from a pipe goes to one */
    static SlimOutput of(
            Console console, @Nullable String output, @Nullable String compress, boolean owners, boolean fromPipe)
            throws FailureException {
        if (output == null && !fromPipe) {
            throw usage("no output given: use -o docker-archive:FILE, -o docker://NAME, -o oci:DIR, -o - for a pipe, or"
                    + " --dry-run");
        }
        String named = output == null ? PIPE : output;
        Destination destination = parse(console, named);
        if (destination.isPipe()
                && !(destination instanceof Destination.Stored)
                && console.environment().outIsTerminal()) {
            throw usage("standard output is a terminal: use -o docker-archive:FILE, or pipe the archive somewhere");
        }
        if (!owners) {
            if (!(destination instanceof Destination.UnpackedRoot root)) {
                throw usage("--no-owner needs -o dir:DIR: every other output keeps the owners");
            }
            destination = new Destination.UnpackedRoot(root.directory(), false);
        }
        return new SlimOutput(named, destination, compression(destination, compress));
    }

    private static Destination parse(Console console, String named) throws FailureException {
        Path base = console.environment().workingDirectory();
        try {
            return Transports.destination(named, base);
        } catch (IllegalArgumentException e) {
            throw usage(
                    Transports.isDestination(named)
                            ? String.valueOf(e.getMessage())
                            : RawText.visible(named) + ": " + meant(named));
        }
    }

    /** What someone may have wanted who named no kind of destination. */
    private static String meant(String named) {
        if (named.isEmpty()) {
            return "names nothing; it is one of " + Transports.destinationForms();
        }
        String shown = RawText.visible(named);
        if (named.matches("(?i).*\\.(tar|tgz|tar\\.(gz|zst)|tzst)")) {
            return "which kind of archive? docker-archive:" + shown + " for docker load, oci-archive:" + shown
                    + ", or tar:" + shown + " for the root alone";
        }
        if (named.indexOf(':') > 0 && named.indexOf('/') != 0) {
            return "not a destination; for the engine's own store say docker-daemon:" + shown + ", else one of "
                    + Transports.destinationForms();
        }
        return "which kind of destination? oci:" + shown + " for an image layout, dir:" + shown
                + " for the root alone, docker-archive:" + shown + " for docker load";
    }

    private static Compression compression(Destination destination, @Nullable String compress) throws FailureException {
        if (compress == null) {
            return destination.defaultCompression();
        }
        if (destination instanceof Destination.UnpackedRoot) {
            throw usage("--compress: dir: holds files as they are");
        }
        try {
            return Compression.parse(compress);
        } catch (IllegalArgumentException e) {
            throw usage("--compress " + RawText.visible(String.valueOf(e.getMessage())));
        }
    }

    /** Refuses the name of the image that is read: the engine would leave that without a name. */
    void checkSource(Console console, String source) throws FailureException {
        if (destination instanceof Destination.Stored stored
                && source.startsWith(stored.store().kind() + ":")) {
            if (parse(console, source).equals(destination)) {
                throw usage(RawText.visible(shown) + ": is the source itself; give the new image another tag");
            }
        }
        if (destination instanceof Destination.Registry registry && isTagged(source, registry.reference())) {
            throw usage(RawText.visible(shown) + ": is the source itself; give the new image another tag");
        }
    }

    /** Whether a source means that tag; one with a digest means what the tag once was. */
    private static boolean isTagged(String source, ImageReference tag) {
        try {
            return Transports.inRegistry(source)
                    .filter(named -> named.digest().isEmpty() && named.full().equals(tag.full()))
                    .isPresent();
        } catch (IllegalArgumentException e) {
            return false; // the source is refused elsewhere
        }
    }

    /** Refuses what takes one image only. */
    void checkSeveral() throws FailureException {
        if (!ImagesWriter.takes(destination)) {
            throw usage(RawText.visible(shown)
                    + ": a root alone, which is for one platform; choose one with --platform," + " or write oci:DIR");
        }
        if (destination instanceof Destination.Stored stored && !stored.store().takesIndexes()) {
            throw usage(RawText.visible(shown)
                    + ": an engine's own store has one platform of an image; choose one with --platform, or"
                    + " write oci:DIR");
        }
    }

    /** Refuses two names for one image. */
    void checkName(Optional<ImageReference> tag) throws FailureException {
        if (tag.isEmpty()) {
            return;
        }
        if (!ImagesWriter.takes(destination)) {
            throw usage("--tag: " + RawText.visible(shown) + " is a root alone, which has no name");
        }
        String wanted = tag.get().toString();
        Optional<String> other = destination.ownName().filter(own -> !own.equals(wanted) && !isTag(own, tag.get()));
        if (other.isPresent()) {
            throw usage("--tag " + wanted + ": " + RawText.visible(shown) + " names the image otherwise; name it once");
        }
    }

    private static boolean isTag(String own, ImageReference tag) {
        return tag.tag().filter(own::equals).isPresent();
    }

    /** Whether this writes to that very file. */
    boolean isFile(Console console, String raw) {
        Path other = HostPath.of(console.environment().workingDirectory(), raw);
        return destination
                .file()
                .filter(file -> file.equals(other) || isSame(file, other))
                .isPresent();
    }

    /** What becomes of it if the process ends too early. */
    Fate fate() {
        return new Fate(shown, destination.last());
    }

    /** Finds out before the work whether it could be written. */
    void checkWritable() throws FailureException {
        Optional<Path> place = destination.place();
        if (place.isEmpty()) {
            return;
        }
        Path path = place.get();
        // A directory that is there gets new files; else it is made beside its destination, as a file is.
        boolean isDirectory = destination.file().isEmpty() && Files.isDirectory(path);
        ArchiveOutput.check(isDirectory ? path.resolve("index.json") : path, shown);
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false; // one of them is not there
        }
    }

    boolean isStandardOutput() {
        return destination.isPipe() && !(destination instanceof Destination.Stored);
    }

    private static FailureException usage(String message) {
        return new FailureException(ExitCode.USAGE, message);
    }
}
