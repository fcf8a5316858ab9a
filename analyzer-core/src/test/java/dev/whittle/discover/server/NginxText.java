package dev.whittle.discover.server;

/** For tests of other packages: the reader of nginx's configuration. */
public final class NginxText {
    private NginxText() {}

    public static int directives(String text) {
        return NginxConfig.parse(text).size();
    }
}
