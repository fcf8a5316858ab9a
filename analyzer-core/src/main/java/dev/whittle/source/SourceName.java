package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.image.BadImageException;
import dev.whittle.image.ImageReference;
import dev.whittle.image.ImageStore;
import java.io.IOException;
import java.util.Optional;

/** Where a root is: what a transport makes of the text of a user. All strings are raw; paths are as typed. */
public interface SourceName {
    /** What messages call it. */
    String shown();

    /** Whether it reads standard input. */
    default boolean isStandardInput() {
        return false;
    }

    /**
     * Opens it.
     *
     * @param <T> what is made of it
     * @throws BadImageException naming the document, if one of an image is missing or wrong, or it is unclear which image
     *     is meant
     * @throws BadArchiveException if an archive or a layer is damaged, or no archive
     */
    <T> T open(SourceMedia<T> media) throws IOException, BadArchiveException, BadImageException;

    /** A root directory. */
    record Directory(String path) implements SourceName {
        @Override
        public String shown() {
            return path;
        }

        @Override
        public <T> T open(SourceMedia<T> media) throws IOException, BadImageException {
            return media.directory(path);
        }
    }

    /** A root in a tar. */
    record Tar(String file) implements SourceName {
        @Override
        public String shown() {
            return file;
        }

        @Override
        public <T> T open(SourceMedia<T> media) throws IOException, BadArchiveException, BadImageException {
            return media.tar(file);
        }
    }

    /** @param reference which image of the archive: a name, or {@code @N} for the N-th, from 0 */
    record DockerArchive(String file, Optional<String> reference) implements SourceName {
        @Override
        public String shown() {
            return file;
        }

        @Override
        public <T> T open(SourceMedia<T> media) throws IOException, BadArchiveException, BadImageException {
            return media.dockerArchive(file, reference);
        }
    }

    /** @param tag which image of the layout: a name, a digest, or {@code @N} for the N-th, from 0 */
    record OciLayout(String directory, Optional<String> tag) implements SourceName {
        @Override
        public String shown() {
            return directory;
        }

        @Override
        public <T> T open(SourceMedia<T> media) throws IOException, BadArchiveException, BadImageException {
            return media.ociLayout(directory, tag);
        }
    }

    /** @param tag as in a layout */
    record OciArchive(String file, Optional<String> tag) implements SourceName {
        @Override
        public String shown() {
            return file;
        }

        @Override
        public <T> T open(SourceMedia<T> media) throws IOException, BadArchiveException, BadImageException {
            return media.ociArchive(file, tag);
        }
    }

    /** An image of an engine's store. */
    record Stored(ImageStore store, String reference) implements SourceName {
        @Override
        public String shown() {
            return store.kind() + ":" + reference;
        }

        @Override
        public <T> T open(SourceMedia<T> media) throws IOException, BadArchiveException, BadImageException {
            return media.stored(store, reference);
        }
    }

    /** An image of a registry. */
    record Registry(ImageReference reference) implements SourceName {
        @Override
        public String shown() {
            return "docker://" + reference;
        }

        @Override
        public <T> T open(SourceMedia<T> media) throws IOException, BadArchiveException, BadImageException {
            return media.registry(reference);
        }
    }

    /** Debian's packages: a file, or a directory with files of that name. */
    record Deb(String path) implements SourceName {
        @Override
        public String shown() {
            return path;
        }

        @Override
        public <T> T open(SourceMedia<T> media) throws IOException, BadArchiveException, BadImageException {
            return media.deb(path);
        }
    }

    /** Alpine's packages, likewise. */
    record Apk(String path) implements SourceName {
        @Override
        public String shown() {
            return path;
        }

        @Override
        public <T> T open(SourceMedia<T> media) throws IOException, BadArchiveException, BadImageException {
            return media.apk(path);
        }
    }

    /**
     * Zip archives with native libraries: a file, or a directory with files of that kind.
     *
     * @param suffix of the files' names: {@code .whl}
     */
    record Zip(String path, String suffix) implements SourceName {
        @Override
        public String shown() {
            return path;
        }

        @Override
        public <T> T open(SourceMedia<T> media) throws IOException, BadArchiveException, BadImageException {
            return media.zip(path, suffix);
        }
    }

    /**
     * Standard input: an archive of any kind.
     *
     * @param name which image of it, as in a file of its kind
     */
    record Pipe(Optional<String> name) implements SourceName {
        public Pipe() {
            this(Optional.empty());
        }

        @Override
        public String shown() {
            return "standard input";
        }

        @Override
        public boolean isStandardInput() {
            return true;
        }

        @Override
        public <T> T open(SourceMedia<T> media) throws IOException, BadArchiveException, BadImageException {
            return media.standardInput(shown(), name);
        }
    }

    /** Recognised by its content. */
    record Bare(String path) implements SourceName {
        @Override
        public String shown() {
            return path;
        }

        @Override
        public <T> T open(SourceMedia<T> media) throws IOException, BadArchiveException, BadImageException {
            return media.bare(path);
        }
    }
}
