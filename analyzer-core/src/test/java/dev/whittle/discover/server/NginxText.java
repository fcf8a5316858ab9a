package dev.whittle.discover.server;

/** Gives tests of other packages access to the reader of nginx's configuration. */
public final class NginxText {
    private NginxText() {}

    public static int directives(String text) {
        return NginxConfig.parse(text).size();
    }
}
