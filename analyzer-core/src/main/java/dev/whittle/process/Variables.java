package dev.whittle.process;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of a shell at one point: variables, arguments, working directory. A branch has its own layer above that of
 * the surrounding commands; when it ends, its assignments are additional possibilities.
 */
final class Variables {
    /** Limit for the values of a variable, and for argument lists. */
    static final int MAX_VALUES = 64;

    private static final int MAX_LISTS = 6;

    /** Limit for arguments, and for words of a value: a script may add one in each line. */
    static final int MAX_WORDS = 256;

    private static final int MAX_LENGTH = 8192;

    /** Limit for all values of a variable; beyond it the variable is unknown. */
    private static final int MAX_LENGTHS = 2 * MAX_LENGTH;

    private record Value(Set<String> texts, boolean exported) {}

    private final @Nullable Variables outer;
    private final Map<String, Value> own = new LinkedHashMap<>();
    private @Nullable List<Arguments> arguments;
    private @Nullable Set<String> directories;

    /** @param open whether more may follow */
    record Arguments(List<String> words, boolean open) {
        Arguments {
            open |= words.size() > MAX_WORDS;
            words = List.copyOf(words.size() > MAX_WORDS ? words.subList(0, MAX_WORDS) : words);
        }

        Arguments shifted(int count) {
            return new Arguments(words.subList(Math.min(count, words.size()), words.size()), open);
        }
    }

    private Variables(@Nullable Variables outer) {
        this.outer = outer;
    }

    static Variables of(Environment environment, Arguments arguments, String directory) {
        Variables variables = new Variables(null);
        environment.values().forEach((name, texts) -> variables.own.put(name, new Value(texts, true)));
        variables.arguments = List.of(arguments);
        variables.directories = Set.of(directory);
        return variables;
    }

    Variables branch() {
        return new Variables(this);
    }

    /** Merges the assignments of the branch as possibilities. */
    void join(Variables branch) {
        branch.own.forEach((name, value) -> {
            Value before = find(name);
            Set<String> texts = new LinkedHashSet<>(before == null ? Set.of() : before.texts);
            value.texts.stream().limit(MAX_VALUES).forEach(texts::add);
            own.put(name, new Value(limited(texts), value.exported || (before != null && before.exported)));
        });
        if (branch.arguments != null) {
            List<Arguments> all = new ArrayList<>(arguments());
            for (Arguments list : branch.arguments) {
                if (!all.contains(list) && all.size() < MAX_LISTS) {
                    all.add(list);
                }
            }
            arguments = all;
        }
        if (branch.directories != null) {
            Set<String> all = new LinkedHashSet<>(directories());
            all.addAll(branch.directories);
            directories = limited(all);
        }
    }

    /** Merges the branch as if it were unconditional: it is taken on every path. */
    void take(Variables branch) {
        own.putAll(branch.own);
        takeArguments(branch);
        directories = branch.directories == null ? directories : branch.directories;
    }

    /** Replaces the arguments by those of the branch, if it set any. */
    void takeArguments(Variables branch) {
        arguments = branch.arguments == null ? arguments : branch.arguments;
    }

    private static Set<String> limited(Set<String> texts) {
        Set<String> limited = new LinkedHashSet<>();
        long length = 0;
        for (String text : texts) {
            if (limited.size() < MAX_VALUES) {
                length += text.length();
                limited.add(text.length() > MAX_LENGTH || length > MAX_LENGTHS ? Marked.UNKNOWN : text);
            }
        }
        return limited;
    }

    private @Nullable Value find(String name) {
        for (Variables at = this; at != null; at = at.outer) {
            Value value = at.own.get(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** The possible values of a variable; empty if nothing sets it. */
    Set<String> get(String name) {
        Value value = find(name);
        return value == null ? Set.of() : value.texts;
    }

    void assign(String name, Set<String> texts) {
        Value before = find(name);
        own.put(name, new Value(limited(texts), before != null && before.exported));
    }

    void export(String name) {
        Value before = find(name);
        own.put(name, new Value(before == null ? Set.of() : before.texts, true));
    }

    void unset(String name) {
        own.put(name, new Value(Set.of(), false));
    }

    /** The arguments for each path through the commands before. */
    List<Arguments> arguments() {
        for (Variables at = this; at != null; at = at.outer) {
            if (at.arguments != null) {
                return at.arguments;
            }
        }
        return List.of(new Arguments(List.of(), true));
    }

    void setArguments(List<Arguments> lists) {
        arguments = lists.size() > MAX_LISTS ? lists.subList(0, MAX_LISTS) : lists;
    }

    Set<String> directories() {
        for (Variables at = this; at != null; at = at.outer) {
            if (at.directories != null) {
                return at.directories;
            }
        }
        return Set.of("/");
    }

    String directory() {
        return directories().iterator().next();
    }

    void setDirectories(Set<String> all) {
        directories = limited(all);
    }

    /** The environment of processes that are started here. */
    Environment environment() {
        List<Variables> layers = new ArrayList<>();
        for (Variables at = this; at != null; at = at.outer) {
            layers.add(0, at);
        }
        Map<String, Set<String>> all = new LinkedHashMap<>();
        for (Variables layer : layers) {
            layer.own.forEach((name, value) -> {
                if (value.exported && !value.texts.isEmpty()) {
                    all.put(name, value.texts);
                } else {
                    all.remove(name);
                }
            });
        }
        return new Environment(all);
    }
}
