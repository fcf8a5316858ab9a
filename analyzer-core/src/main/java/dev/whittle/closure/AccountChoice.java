package dev.whittle.closure;

import dev.whittle.bytes.RawText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Options for /etc/passwd and /etc/group.
 *
 * @param added users to add
 * @param appended whether they follow the root's own lines; if not, those lines, which belong to this machine, are left
 *     out
 * @param trimmed whether only users that something in the output needs are kept
 */
public record AccountChoice(List<User> added, boolean appended, boolean trimmed) {
    public static final AccountChoice NONE = new AccountChoice(List.of(), true, false);

    /** As in moby (user/user.go: maxID). */
    public static final long MAX_ID = Integer.MAX_VALUE;

    private static final long NONROOT = 65532;
    private static final long NOBODY = 65534;
    private static final Pattern FORM = Pattern.compile("([^:]*)(?::(.*))?", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,31}");

    public AccountChoice {
        added = List.copyOf(added);
    }

    public record User(String name, long id) {}

    /**
     * @param all each as {@code NAME[:UID]}
     * @throws IllegalArgumentException with what is wrong, raw
     */
    public static List<User> parse(List<String> all) {
        List<User> users = new ArrayList<>();
        for (String raw : all) {
            User user = parse(raw);
            for (User other : users) {
                if (other.name().equals(user.name()) && other.id() != user.id()) {
                    throw bad(raw, "the user has the id " + other.id() + " already");
                }
                if (!other.name().equals(user.name()) && other.id() == user.id() && raw.indexOf(':') < 0) {
                    throw bad(
                            raw,
                            other.name() + " has the id " + user.id() + " already; give one, as in " + user.name() + ":"
                                    + (user.id() + 1));
                }
            }
            if (!users.contains(user)) {
                users.add(user);
            }
        }
        return users;
    }

    private static User parse(String raw) {
        Matcher form = FORM.matcher(raw);
        if (!form.matches() || !NAME.matcher(form.group(1)).matches()) {
            throw bad(raw, "not of the form NAME[:UID], with a name such as nonroot");
        }
        String name = form.group(1);
        String id = form.group(2);
        if (id == null) {
            return new User(name, name.equals("root") ? 0 : name.equals("nobody") ? NOBODY : NONROOT);
        }
        if (!id.matches("[0-9]{1,10}") || Long.parseLong(id) > MAX_ID) {
            throw bad(raw, "the ID is not a number from 0 to " + MAX_ID);
        }
        return new User(name, Long.parseLong(id));
    }

    private static IllegalArgumentException bad(String raw, String reason) {
        return new IllegalArgumentException((raw.isEmpty() ? "''" : RawText.visible(raw)) + ": " + reason);
    }
}
