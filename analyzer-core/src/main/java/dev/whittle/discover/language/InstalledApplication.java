package dev.whittle.discover.language;

import dev.whittle.path.RootPath;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An application that a package manager installed among libraries: the package of a script that is started
 * ({@code node_modules/pm2/bin/pm2}), and the packages that a short script in a directory of programs imports
 * ({@code from ansible.cli.adhoc import main}). Their code belongs to the application,
 * although it is in a directory of libraries.
 */
final class InstalledApplication {
    /** The directory of a package among Node.js packages or Ruby gems. */
    private static final Pattern PACKAGE = Pattern.compile("(.*/(?:node_modules/(?:@[^/]++/)?+|gems/))([^/]++)/.*");

    private static final Pattern PYTHON = Pattern.compile(".*/(?:site|dist)-packages/([^/]++)/.*");
    private static final Pattern PERL =
            Pattern.compile(".*/(?:perl[0-9.]*+|perl5|perl-base)/(?:[0-9.]++/)?+([^/]++)/.*");

    private static final Pattern RUBY =
            Pattern.compile(".*/ruby/(?:vendor_ruby|site_ruby|[0-9.]++)/(?:[0-9.]++/)?+([^/]++)/.*");

    private final Set<String> directories = new LinkedHashSet<>();
    private final Set<String> python = new LinkedHashSet<>();
    private final Set<String> perl = new LinkedHashSet<>();
    private final Set<String> ruby = new LinkedHashSet<>();

    /** Adds the package that has a script that is started. */
    void addStarted(RootPath script) {
        Matcher matcher = PACKAGE.matcher(script.raw());
        if (matcher.matches()) {
            directories.add(matcher.group(1) + matcher.group(2) + "/");
        }
    }

    /**
     * Adds the packages that a script imports.
     *
     * @param imports as the language writes them
     */
    void imports(SourceLanguage language, Set<String> imports) {
        for (String name : imports) {
            switch (language) {
                case PYTHON -> top(name, ".").ifPresent(python::add);
                case PERL -> top(name, "::").ifPresent(perl::add);
                case RUBY -> top(name, "/").ifPresent(ruby::add);
                case JAVASCRIPT, PHP, TCL, LUA, R, GNUPLOT, LISP, ERLANG, ELIXIR -> {}
            }
        }
    }

    private static Optional<String> top(String name, String separator) {
        int end = name.indexOf(separator);
        String top = end < 0 ? name : name.substring(0, end);
        return top.isEmpty() ? Optional.empty() : Optional.of(top);
    }

    boolean isEmpty() {
        return directories.isEmpty() && python.isEmpty() && perl.isEmpty() && ruby.isEmpty();
    }

    boolean contains(RootPath file) {
        String raw = file.raw();
        return directories.stream().anyMatch(raw::startsWith)
                || isOf(PYTHON, python, raw)
                || isOf(PERL, perl, raw)
                || isOf(RUBY, ruby, raw);
    }

    private static boolean isOf(Pattern pattern, Set<String> names, String raw) {
        Matcher matcher = pattern.matcher(raw);
        return !names.isEmpty() && matcher.matches() && names.contains(matcher.group(1));
    }
}
