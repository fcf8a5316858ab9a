package dev.whittle.resolve.musl;

import dev.whittle.resolve.load.SearchPath;
import java.io.IOException;

/**
 * How musl reads a search path: ldso/dynlink.c, fixup_rpath and path_open. Colons and newlines separate elements,
 * including those within {@code $ORIGIN}; empty elements are skipped.
 */
public final class MuslPath {
    private static final String PLAIN = "$ORIGIN";
    private static final String BRACED = "${ORIGIN}";

    private MuslPath() {}

    /** The directory of an object, as in fixup_rpath. */
    public static String origin(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "." : path.substring(0, slash);
    }

    /** Every {@code $} must begin {@code $ORIGIN} or {@code ${ORIGIN}}; what follows is not checked. */
    public static boolean isExpandable(String text) {
        for (int dollar = text.indexOf('$'); dollar >= 0; dollar = text.indexOf('$', dollar + 1)) {
            if (!text.startsWith(PLAIN, dollar) && !text.startsWith(BRACED, dollar)) {
                return false;
            }
        }
        return true;
    }

    /** The elements of a text without expansion. */
    static void split(String text, int limit, SearchPath.Sink sink) throws IOException {
        Elements elements = new Elements(limit, sink);
        elements.append(text, 0, text.length());
        elements.end();
    }

    /**
     * One at a time, since together they may be a thousand times as long as the text.
     *
     * @param text one that {@link #isExpandable}
     * @param limit a longer element is truncated to something that is still longer
     */
    public static void directories(String text, String origin, int limit, SearchPath.Sink sink) throws IOException {
        Elements elements = new Elements(limit, sink);
        int at = 0;
        for (int dollar = text.indexOf('$'); dollar >= 0; dollar = text.indexOf('$', at)) {
            elements.append(text, at, dollar);
            elements.append(origin, 0, origin.length());
            at = dollar + (text.startsWith(PLAIN, dollar) ? PLAIN.length() : BRACED.length());
        }
        elements.append(text, at, text.length());
        elements.end();
    }

    private static final class Elements {
        private final int limit;
        private final SearchPath.Sink sink;
        private final StringBuilder element = new StringBuilder();

        Elements(int limit, SearchPath.Sink sink) {
            this.limit = limit;
            this.sink = sink;
        }

        void append(String text, int start, int end) throws IOException {
            for (int i = start; i < end; i++) {
                char c = text.charAt(i);
                if (c == ':' || c == '\n') {
                    end();
                } else if (element.length() <= limit) {
                    element.append(c);
                }
            }
        }

        void end() throws IOException {
            if (element.length() > 0) {
                sink.accept(element.toString());
                element.setLength(0);
            }
        }
    }
}
