package dev.whittle.discover.server;

import java.util.ArrayList;
import java.util.List;

/** The directives of an nginx configuration file, blocks flattened (core/ngx_conf_file.c:ngx_conf_read_token). */
final class NginxConfig {
    private static final int MAX_DIRECTIVES = 100_000;

    /** @param line of its start, from 1 */
    record Directive(String name, List<String> arguments, int line) {}

    private final String text;
    private final List<Directive> directives = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private int at;
    private int line = 1;
    private int start = 1;

    private NginxConfig(String text) {
        this.text = text;
    }

    static List<Directive> parse(String text) {
        NginxConfig config = new NginxConfig(text);
        config.run();
        return config.directives;
    }

    private void run() {
        while (at < text.length() && directives.size() < MAX_DIRECTIVES) {
            char c = text.charAt(at);
            if (c == '\n') {
                line++;
                at++;
            } else if (c == ' ' || c == '\t' || c == '\r') {
                at++;
            } else if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (c == ';' || c == '{' || c == '}') {
                end();
                at++;
            } else {
                if (words.isEmpty()) {
                    start = line;
                }
                words.add(c == '"' || c == '\'' ? quoted(c) : plain());
            }
        }
        end();
    }

    private void end() {
        if (!words.isEmpty()) {
            directives.add(new Directive(words.get(0), List.copyOf(words.subList(1, words.size())), start));
            words.clear();
        }
    }

    private String quoted(char quote) {
        StringBuilder word = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            line += text.charAt(at) == '\n' ? 1 : 0;
            word.append(text.charAt(at++));
        }
        at++;
        return word.toString();
    }

    private String plain() {
        StringBuilder word = new StringBuilder();
        while (at < text.length() && " \t\r\n;".indexOf(text.charAt(at)) < 0) {
            char c = text.charAt(at);
            if (c == '$' && at + 1 < text.length() && text.charAt(at + 1) == '{') {
                int close = text.indexOf('}', at);
                int end = close < 0 ? text.length() : close + 1;
                word.append(text, at, end);
                at = end;
                continue;
            }
            if (c == '{') {
                break;
            }
            if (c == '\\' && at + 1 < text.length()) {
                word.append(c);
                at++;
                line += text.charAt(at) == '\n' ? 1 : 0;
            }
            word.append(text.charAt(at++));
        }
        return word.toString();
    }
}
