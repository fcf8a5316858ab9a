package dev.whittle.process;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a shell knows at one point: variables, arguments, working directory. A branch has an own layer above that of the
 * commands around it; when it ends, what it assigned is a further possibility.
 */
final class Variables {
    /** So many values a variable, and so many lists of arguments, are followed. */
    static final int MAX_VALUES = 64;

    private static final int MAX_LISTS = 6;

    /** Arguments, and words of a value, that are followed: a script may add one in each line. */
    static final int MAX_WORDS = 256;

    private static final int MAX_LENGTH = 8192;

    /** Of all values of a variable; of more nothing is known. */
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

    /** What the branch assigned may be so now. */
    void join(Variables branch) {
        branch.own.forEach((name, value) -> {
            Value before = find(name);
            Set<String> texts = new LinkedHashSet<>(before == null ? Set.of() : before.texts);
            value.texts.stream().limit(MAX_VALUES).forEach(texts::add);
            own.put(name, new Value(limited(texts), value.exported || (before != null && before.exported)));
        });
        if (branch.arguments != null) {
            List<Arguments> all = new ArrayList<>(arguments());
            for (Arguments each : branch.arguments) {
                if (!all.contains(each) && all.size() < MAX_LISTS) {
                    all.add(each);
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

    /** As if the branch had not been one: it is taken on every way. */
    void take(Variables branch) {
        own.putAll(branch.own);
        arguments = branch.arguments == null ? arguments : branch.arguments;
        directories = branch.directories == null ? directories : branch.directories;
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

    /** What a variable may be; empty if nothing sets it. */
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

    /** Of each way on which the commands may have come here. */
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

    /** What the processes get that are started here. */
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
