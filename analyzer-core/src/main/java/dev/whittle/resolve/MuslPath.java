package dev.whittle.resolve;

import java.io.IOException;

/**
 * musl's reading of a search path: ldso/dynlink.c, fixup_rpath and path_open. Elements end at a colon or a newline, those
 * of {@code $ORIGIN} too; empty ones are skipped.
 */
final class MuslPath {
    private static final String PLAIN = "$ORIGIN";
    private static final String BRACED = "${ORIGIN}";

    private MuslPath() {}

    /** The directory of an object, as fixup_rpath has it. */
    static String origin(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "." : path.substring(0, slash);
    }

    /** Every {@code $} must begin {@code $ORIGIN} or {@code ${ORIGIN}}; what follows the word is not looked at. */
    static boolean isExpandable(String text) {
        for (int dollar = text.indexOf('$'); dollar >= 0; dollar = text.indexOf('$', dollar + 1)) {
            if (!text.startsWith(PLAIN, dollar) && !text.startsWith(BRACED, dollar)) {
                return false;
            }
        }
        return true;
    }

    /** The elements of a text in which nothing is expanded. */
    static void split(String text, int limit, SearchPath.Sink sink) throws IOException {
        Elements elements = new Elements(limit, sink);
        elements.append(text, 0, text.length());
        elements.end();
    }

    /**
     * One by one, for together they may be a thousand times as long as the text.
     *
     * @param text one that {@link #isExpandable}
     * @param limit of an element that is longer, a part is given that is
     */
    static void directories(String text, String origin, int limit, SearchPath.Sink sink) throws IOException {
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
