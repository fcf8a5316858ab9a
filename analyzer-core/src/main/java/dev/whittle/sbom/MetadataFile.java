package dev.whittle.sbom;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Files that describe a package of a language, told by their paths. */
enum MetadataFile {
    /** Core metadata of Python packages: installed wheels, and what older tools install. */
    PYTHON(1 << 20, false) {
        @Override
        boolean isAt(String path) {
            return path.endsWith(".dist-info/METADATA")
                    || path.endsWith(".egg-info/PKG-INFO")
                    || path.endsWith("/EGG-INFO/PKG-INFO")
                    || path.endsWith(".egg-info");
        }

        @Override
        List<Module> read(String text) {
            return PythonMetadata.read(text);
        }
    },

    /** npm's package.json. Those without a name or a version only mark a directory. */
    NODE(1 << 20, true) {
        @Override
        boolean isAt(String path) {
            return path.endsWith("/package.json");
        }

        @Override
        List<Module> read(String text) {
            return JsonMetadata.ofNode(text);
        }
    },

    /** Specifications of installed gems. */
    RUBY(1 << 20, true) {
        @Override
        boolean isAt(String path) {
            return path.endsWith(".gemspec") && path.contains("/specifications/");
        }

        @Override
        List<Module> read(String text) {
            return GemSpecification.read(text);
        }
    },

    /** composer's list of what is in {@code vendor}. */
    COMPOSER(8 << 20, true) {
        @Override
        boolean isAt(String path) {
            return path.endsWith("/composer/installed.json");
        }

        @Override
        List<Module> read(String text) {
            return JsonMetadata.ofComposer(text);
        }
    };

    private final int most;
    private final boolean isWhole;

    /**
     * @param most bytes that are read; honest files are a tenth of it
     * @param isWhole whether a part of it says nothing
     */
    MetadataFile(int most, boolean isWhole) {
        this.most = most;
        this.isWhole = isWhole;
    }

    abstract boolean isAt(String path);

    /** The packages in the text of such a file, raw; none if it is none. */
    abstract List<Module> read(String text);

    /** Which of them a path is. */
    static Optional<MetadataFile> at(RootPath path) {
        String raw = path.raw();
        for (MetadataFile each : values()) {
            if (each.isAt(raw)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** Whether it is too large to be read. */
    boolean isTooLarge(ByteSource content) {
        return isWhole && content.size() > most;
    }

    List<Module> read(ByteSource content) throws IOException {
        return read(RawText.of(content.head(most)));
    }
}
