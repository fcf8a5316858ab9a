package dev.whittle.discover.server;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.StringExtractor;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Apache httpd: its root and its configuration are strings of the binary (server/main.c:show_compile_settings). */
public final class Httpd implements Detector {
    private static final Pattern SETTING = Pattern.compile(" *-D (HTTPD_ROOT|SERVER_CONFIG_FILE)=\"([^\"]*)\".*");

    /** Debian's apache2ctl gives the daemon its variables from this file. */
    private static final String VARIABLES = "/etc/apache2/envvars";

    /** {@code export NAME=VALUE}, {@code : ${NAME:=VALUE}}; the suffix for several instances is empty here. */
    private static final Pattern VARIABLE =
            Pattern.compile("(?m)^\\s*(?:export\\s+([A-Z_]+)=|:\\s+\"?\\$\\{([A-Z_]+):=)\"?([^\"\\s}]*)");

    private static final List<String> MARKS = List.of("AP_PARENT_PID", "HTTPD_ROOT", "mod_so.c");

    private static final StringExtractor<Boolean> IS_HTTPD = strings ->
            strings.stream().anyMatch(string -> SETTING.matcher(string).matches()) || strings.containsAll(MARKS);

    @Override
    public Family family() {
        return new Family(
                "httpd", "Apache httpd: its configuration with includes and globs, modules, pages, logs, certificates");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        for (Context.Elf elf : context.elfs()) {
            if (elf.isProgram() && isHttpd(context, elf)) {
                look(context, elf, findings.because(elf.path()));
            }
        }
    }

    private static boolean isHttpd(Context context, Context.Elf elf) {
        String name = elf.path().name();
        return name.equals("httpd") || name.equals("apache2") || context.read(elf, IS_HTTPD);
    }

    private static void look(Context context, Context.Elf elf, Findings findings) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        for (String string : context.strings(elf)) {
            Matcher matcher = SETTING.matcher(string);
            if (matcher.matches()) {
                settings.put(matcher.group(1), matcher.group(2));
            }
        }
        Map<String, String> variables = new TreeMap<>();
        Optional<RootPath> envvars = context.file(VARIABLES);
        if (envvars.isPresent()) {
            findings.file(
                    Finding.Level.RECOMMENDED,
                    "apache2ctl reads it for " + elf.path().raw(),
                    envvars);
            variables(context.text(envvars.get()), variables);
        }
        String root = settings.getOrDefault("HTTPD_ROOT", "");
        String config = settings.getOrDefault("SERVER_CONFIG_FILE", "");
        String server = root.isEmpty() ? "/etc/apache2" : root;
        Set<String> mains = new HashSet<>();
        boolean usesDefault = false;
        for (List<String> words : ServerStarts.of(context, elf.path())) {
            Optional<String> file = ServerStarts.value(words, "-f");
            String from = ServerStarts.value(words, "-d").orElse(server);
            usesDefault |= file.isEmpty() && from.equals(server);
            if (file.isPresent() && mains.add(Nginx.absolute(from, file.get()))) {
                new HttpdFiles(context, findings, from, variables, true)
                        .main("the image starts it with -f " + file.get(), Nginx.absolute(from, file.get()));
            }
        }
        if (!root.isEmpty() && !config.isEmpty()) {
            new HttpdFiles(context, findings, server, variables, usesDefault)
                    .main(
                            elf.path().raw() + " says SERVER_CONFIG_FILE=\"" + config + '"',
                            Nginx.absolute(root, config));
            return;
        }
        HttpdFiles files = new HttpdFiles(context, findings, server, variables, false);
        for (String usual : List.of(
                "/etc/apache2/apache2.conf",
                "/etc/apache2/httpd.conf",
                "/etc/httpd/conf/httpd.conf",
                "/usr/local/apache2/conf/httpd.conf")) {
            if (context.file(usual).isPresent()) {
                files.main(elf.path().raw() + " is a httpd, and this its usual configuration", usual);
            }
        }
    }

    private static void variables(String text, Map<String, String> variables) {
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            String value = matcher.group(3).replaceAll("\\$\\{?SUFFIX\\}?", "");
            if (value.indexOf('$') < 0) {
                variables.putIfAbsent(name, value);
            }
        }
    }
}
