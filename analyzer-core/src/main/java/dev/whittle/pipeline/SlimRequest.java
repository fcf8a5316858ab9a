package dev.whittle.pipeline;

import dev.whittle.closure.PathPattern;
import dev.whittle.image.Platform;
import java.util.List;

/**
 * What to make of an image.
 *
 * @param changes of its configuration
 * @param keep what to keep in addition to what the image starts
 * @param more paths to keep that a program has found out about, after those that the user names
 * @param loader what loaders take from their environment
 * @param host the platform of a root without a configuration and without programs
 * @param version of the tool, for a label of the new image
 */
public record SlimRequest(
        ConfigChanges changes,
        KeepRequest keep,
        List<PathPattern> more,
        LoaderChoice loader,
        Platform host,
        String version) {
    public SlimRequest {
        more = List.copyOf(more);
    }

    /**
     * A request without options.
     *
     * @param version of the caller, for the label {@link ConfigChanges#VERSION_LABEL}
     */
    public static SlimRequest of(Platform host, String version) {
        return builder(host, version).build();
    }

    /** Starts with what {@link #of} has. */
    public static Builder builder(Platform host, String version) {
        return new Builder(new SlimRequest(
                ConfigChanges.NONE, KeepRequest.DEFAULT, List.of(), LoaderChoice.DEFAULT, host, version));
    }

    /** Starts with what this request has. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Collects the components of a request. */
    public static final class Builder {
        private ConfigChanges changes;
        private KeepRequest keep;
        private List<PathPattern> more;
        private LoaderChoice loader;
        private final Platform host;
        private final String version;

        private Builder(SlimRequest start) {
            this.changes = start.changes;
            this.keep = start.keep;
            this.more = start.more;
            this.loader = start.loader;
            this.host = start.host;
            this.version = start.version;
        }

        public Builder changes(ConfigChanges value) {
            changes = value;
            return this;
        }

        public Builder keep(KeepRequest value) {
            keep = value;
            return this;
        }

        public Builder more(List<PathPattern> value) {
            more = value;
            return this;
        }

        public Builder loader(LoaderChoice value) {
            loader = value;
            return this;
        }

        public SlimRequest build() {
            return new SlimRequest(changes, keep, more, loader, host, version);
        }
    }
}
