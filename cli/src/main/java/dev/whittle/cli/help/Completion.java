package dev.whittle.cli.help;

import dev.whittle.cli.help.HelpPage.Group;
import dev.whittle.cli.help.HelpPage.Item;
import dev.whittle.transport.Syntax;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Scripts that complete command lines in bash, zsh and fish. They hold all they offer: nothing is started while somebody
 * types.
 *
 * @param commands of the overview
 * @param pages of these commands
 * @param families the built-in families of hidden dependencies
 */
public record Completion(List<Overview.Command> commands, List<HelpPage> pages, List<String> families) {
    public static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    private static final String KINDS = String.join(" ", Offer.SOURCES);

    /** @param shell one of {@link #SHELLS} */
    public String script(String shell) {
        return switch (shell) {
            case "bash" -> bash();
            case "zsh" -> zsh();
            case "fish" -> fish();
            default -> throw new IllegalArgumentException(shell);
        };
    }

    private String bash() {
        StringBuilder options = new StringBuilder();
        StringBuilder arguments = new StringBuilder();
        for (HelpPage page : pages) {
            String names = options(page).flatMap(item -> item.names().stream()).collect(Collectors.joining(" "));
            options.append("        ")
                    .append(verb(page))
                    .append(") options='")
                    .append(names)
                    .append("' ;;\n");
            if (argument(page).kind() == Offer.Kind.SOURCES) {
                arguments.append(arguments.isEmpty() ? "" : " | ").append(verb(page));
            }
        }
        StringBuilder values = new StringBuilder();
        bashValues().forEach((offer, patterns) -> values.append("        ")
                .append(String.join(" | ", patterns))
                .append(") ")
                .append(bash(offer))
                .append(" ;;\n"));
        return """
                # Completion of whittle for bash; in zsh, by its bashcompinit.
                [ -z "${ZSH_VERSION:-}" ] || { autoload -U +X bashcompinit && bashcompinit; }

                _whittle_words() {
                    COMPREPLY+=($(compgen -W "$1" -- "$word"))
                }

                _whittle_files() {
                    compopt -o filenames 2>/dev/null
                    local IFS=$'\\n'
                    COMPREPLY+=($(compgen -f -- "$word"))
                }

                # Bash takes what follows a colon for a word of its own, so the kind before it is not given again.
                _whittle_sources() {
                    case $word in
                        @NOTHING@) return ;;
                        @KINDS@) word=${word#*:} ;;
                        *)
                            _whittle_words '%s'
                            [ ${#COMPREPLY[@]} -eq 0 ] || compopt -o nospace 2>/dev/null
                            ;;
                    esac
                    _whittle_files
                }

                _whittle() {
                    local line=${COMP_LINE:0:COMP_POINT} word=  previous= command= options= each
                    local -a words
                    read -ra words <<<"$line"
                    case $line in *[[:space:]]) words+=('') ;; esac
                    COMPREPLY=()
                    word=${words[${#words[@]} - 1]}
                    previous=${words[${#words[@]} - 2]}
                    for each in "${words[@]:1:${#words[@]} - 2}"; do
                        case $each in -*) ;; *) command=$each && break ;; esac
                    done
                    case $word in --*=*) previous=${word%%%%=*} word=${word#*=} ;; esac
                    if [ -z "$command" ]; then
                        _whittle_words '%s'
                        return
                    fi
                    case "$command $previous" in
                %s        *)
                            case $command in
                %s            esac
                            case $word:$command in
                                -*) _whittle_words "$options" ;;
                                *:help) _whittle_words '%s' ;;
                                *:generate-completion) _whittle_words 'bash zsh fish' ;;
                                @ARGUMENTS@) _whittle_sources ;;
                                *) _whittle_files ;;
                            esac
                            ;;
                    esac
                }
                complete -F _whittle whittle
                """.formatted(
                        KINDS,
                        names() + " help --help --version",
                        values,
                        options.toString().indent(4),
                        names())
                .replace("@NOTHING@", patterns(Syntax.Completion.NOTHING))
                .replace("@KINDS@", patterns(Syntax.Completion.FILES, Syntax.Completion.DIRECTORIES))
                .replace(
                        "@ARGUMENTS@",
                        Stream.of(arguments.toString().split(" \\| "))
                                .map(name -> "*:" + name)
                                .collect(Collectors.joining(" | ")));
    }

    private static String patterns(Syntax.Completion... ways) {
        return Offer.prefixes(ways).stream().map(prefix -> prefix + "*").collect(Collectors.joining(" | "));
    }

    private static String alternatives(Syntax.Completion way) {
        return String.join("|", Offer.prefixes(way));
    }

    /** Which words before the cursor ask for what: an option that means the same in all commands is named once. */
    private Map<Offer, Set<String>> bashValues() {
        Map<String, Set<Offer>> byName = new LinkedHashMap<>();
        for (HelpPage page : pages) {
            taking(page).forEach(item -> item.names()
                    .forEach(name -> byName.computeIfAbsent(name, any -> new LinkedHashSet<>())
                            .add(Offer.of(item, families))));
        }
        Map<Offer, Set<String>> patterns = new LinkedHashMap<>();
        for (HelpPage page : pages) {
            taking(page).forEach(item -> item.names().forEach(name -> {
                boolean same = byName.getOrDefault(name, Set.of()).size() == 1;
                patterns.computeIfAbsent(Offer.of(item, families), any -> new LinkedHashSet<>())
                        .add(same ? "*' " + name + "'" : "'" + verb(page) + " " + name + "'");
            }));
        }
        return patterns;
    }

    private static String bash(Offer offer) {
        return switch (offer.kind()) {
            case NOTHING -> "return";
            case WORDS -> "_whittle_words '" + String.join(" ", offer.words()) + "'";
            case FILES -> "_whittle_files";
            case SOURCES -> "_whittle_sources";
        };
    }

    private String zsh() {
        StringBuilder script = new StringBuilder("""
                #compdef whittle
                # Completion of whittle for zsh.

                _whittle_sources() {
                    if compset -P '(%s)'; then
                        _files -/
                    elif compset -P '(%s)'; then
                        _files
                    elif ! compset -P '(%s)'; then
                        compadd -S '' -- %s
                        _files
                    fi
                }

                _whittle() {
                    local context state state_descr line
                    typeset -A opt_args
                    local -a commands
                    commands=(
                """.formatted(
                        alternatives(Syntax.Completion.DIRECTORIES),
                        alternatives(Syntax.Completion.FILES),
                        alternatives(Syntax.Completion.NOTHING),
                        KINDS));
        for (Overview.Command command : commands) {
            script.append("        ")
                    .append(quoted(command.name() + ":" + command.summary()))
                    .append('\n');
        }
        script.append("""
                        'help:help for a command'
                    )
                    _arguments -C '(- *)'{-h,--help}'[help]' '(- *)'{-V,--version}'[version]' \\
                        '1:command:->command' '*::argument:->argument'
                    case $state in
                        command) _describe command commands ;;
                        argument)
                            case $words[1] in
                                help) _describe command commands ;;
                """);
        for (HelpPage page : pages) {
            script.append("                ").append(verb(page)).append(")\n                    _arguments -s");
            options(page).forEach(item -> script.append(" \\\n                        ")
                    .append(zsh(item)));
            script.append(" \\\n                        '*:argument:").append(zsh(argument(page)));
            script.append("'\n                    ;;\n");
        }
        return script.append("""
                            esac
                            ;;
                    esac
                }

                _whittle "$@"
                """).toString();
    }

    private String zsh(Item item) {
        String shown = quoted("[" + item.gist().replace("[", "(").replace("]", ")") + "]");
        String value = item.value()
                .map(label -> quoted(":" + label.replace(":", "\\:") + ":" + zsh(Offer.of(item, families))))
                .orElse("");
        return item.names().stream()
                .map(name ->
                        "'*" + name + (value.isEmpty() ? "" : name.startsWith("--") ? "=" : "+") + "'" + shown + value)
                .collect(Collectors.joining(" "));
    }

    private static String zsh(Offer offer) {
        return switch (offer.kind()) {
            case NOTHING -> " ";
            case WORDS -> "(" + String.join(" ", offer.words()) + ")";
            case FILES -> "_files";
            case SOURCES -> "_whittle_sources";
        };
    }

    private String fish() {
        StringBuilder script = new StringBuilder("""
                # Completion of whittle for fish.

                function __whittle_sources
                    set -l word (string replace -r '^--?[a-z-]+=' '' -- (commandline -ct))
                    if string match -qr '^[a-z-]+:' -- $word
                        set -l kind (string replace -r ':.*' ':' -- $word)
                        for path in (__fish_complete_path (string replace -r '^[a-z-]+:' '' -- $word))
                            printf '%%s%%s\\n' $kind $path
                        end
                    else
                        printf '%%s\\n' %s
                        __fish_complete_path $word
                    end
                end

                set -l commands %s
                """.formatted(KINDS, names()));
        for (Overview.Command command : commands) {
            script.append("complete -c whittle -n \"not __fish_seen_subcommand_from $commands\" -f -a ")
                    .append(command.name())
                    .append(" -d ")
                    .append(quoted(command.summary()))
                    .append('\n');
        }
        for (HelpPage page : pages) {
            String start = "complete -c whittle -n '__fish_seen_subcommand_from " + verb(page) + "'";
            Offer argument = argument(page);
            if (argument.kind() == Offer.Kind.SOURCES || argument.kind() == Offer.Kind.WORDS) {
                script.append(start)
                        .append(fish(argument).replace(" -x", " -f"))
                        .append('\n');
            }
            options(page).forEach(item -> {
                script.append(start);
                item.names().forEach(name -> script.append(name.startsWith("--") ? " -l " : " -s ")
                        .append(name.substring(name.startsWith("--") ? 2 : 1)));
                item.value().ifPresent(label -> script.append(fish(Offer.of(item, families))));
                script.append(" -d ").append(quoted(item.gist())).append('\n');
            });
        }
        return script.toString();
    }

    private static String fish(Offer offer) {
        return switch (offer.kind()) {
            case NOTHING -> " -x";
            case WORDS -> " -x -a '" + String.join(" ", offer.words()) + "'";
            case FILES -> " -rF";
            case SOURCES -> " -x -a '(__whittle_sources)'";
        };
    }

    private String names() {
        return commands.stream().map(Overview.Command::name).collect(Collectors.joining(" "));
    }

    private static Stream<Item> options(HelpPage page) {
        return page.groups().stream().map(Group::options).flatMap(List::stream);
    }

    private static Stream<Item> taking(HelpPage page) {
        return options(page).filter(item -> item.value().isPresent());
    }

    private Offer argument(HelpPage page) {
        Optional<Item> first = page.arguments().stream().findFirst();
        return first.map(item -> Offer.of(item, families)).orElse(new Offer(Offer.Kind.FILES, new ArrayList<>()));
    }

    private static String verb(HelpPage page) {
        return page.command().substring(page.command().indexOf(' ') + 1);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
