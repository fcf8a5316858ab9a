package dev.whittle.closure.start;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.AccountChoice;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Users and groups as the engine looks them up (moby, user/user.go: GetExecUser): names in the root's files, numbers anywhere. */
public final class Accounts {
    static final RootPath PASSWD = RootPath.of("/etc/passwd");
    static final RootPath GROUP = RootPath.of("/etc/group");

    /** Fields of a line; the second is also a group's number. */
    private static final int UID = 2;

    private static final int GID = 3;
    private static final int HOME = 5;

    /** No valid file is longer. */
    private static final int MAX_SIZE = 1 << 20;

    private final RootFs root;
    private final AccountChoice choice;

    /** The accounts of a root as it is. */
    public Accounts(RootFs root) {
        this(root, AccountChoice.NONE);
    }

    Accounts(RootFs root, AccountChoice choice) {
        this.root = root;
        this.choice = choice;
    }

    /** The directory that HOME is set to; empty if no line has one. */
    Optional<String> home(String user) throws IOException {
        return line(PASSWD, user)
                .filter(fields -> fields.size() > HOME)
                .map(fields -> fields.get(HOME))
                .filter(home -> home.startsWith("/"));
    }

    /** Why the engine would reject {@code USER[:GROUP]}; empty if it would not. */
    Optional<String> problem(String spec) throws IOException {
        String[] parts = spec.split(":", 2);
        if (!parts[0].isEmpty()
                && !isNumber(parts[0])
                && !isAdded(parts[0])
                && line(PASSWD, parts[0]).isEmpty()) {
            return Optional.of("the image's User " + RawText.visible(parts[0]) + " is not in its /etc/passwd");
        }
        boolean group = parts.length == 2 && !parts[1].isEmpty();
        if (group
                && !isNumber(parts[1])
                && !isAdded(parts[1])
                && line(GROUP, parts[1]).isEmpty()) {
            return Optional.of("the image's group " + RawText.visible(parts[1]) + " is not in its /etc/group");
        }
        return Optional.empty();
    }

    private boolean isAdded(String name) {
        return choice.added().stream().anyMatch(user -> user.name().equals(name));
    }

    /**
     * {@code USER[:GROUP]} in numbers, as an engine finds them (runc, libcontainer/user: GetExecUser): the group of a
     * user is that of its line, otherwise 0. Empty if a name has no line.
     */
    public Optional<String> numbers(String spec) throws IOException {
        String[] parts = spec.split(":", 2);
        Optional<List<String>> user = line(PASSWD, parts[0]).filter(fields -> fields.size() > GID);
        Optional<String> uid = isNumber(parts[0]) ? Optional.of(parts[0]) : user.map(fields -> fields.get(UID));
        Optional<String> gid = Optional.of(user.map(fields -> fields.get(GID)).orElse("0"));
        if (parts.length == 2 && !parts[1].isEmpty()) {
            Optional<List<String>> group = line(GROUP, parts[1]).filter(fields -> fields.size() > UID);
            gid = isNumber(parts[1]) ? Optional.of(parts[1]) : group.map(fields -> fields.get(UID));
        }
        boolean known = uid.filter(Accounts::isNumber).isPresent()
                && gid.filter(Accounts::isNumber).isPresent();
        return known ? Optional.of(uid.get() + ":" + gid.get()) : Optional.empty();
    }

    /** By name, or by the number in the third field. */
    private Optional<List<String>> line(RootPath file, String wanted) throws IOException {
        for (String line : text(file).split("\n", -1)) {
            List<String> fields = Arrays.asList(line.split(":", -1));
            if (fields.get(0).equals(wanted)
                    || (fields.size() > 2 && isNumber(wanted) && fields.get(2).equals(wanted))) {
                return Optional.of(fields);
            }
        }
        return Optional.empty();
    }

    private String text(RootPath file) throws IOException {
        Optional<Walk.Result.Found> found = Walk.follow(root, file).found();
        if (found.isEmpty() || !(found.get().node() instanceof Node.RegularFile regular) || regular.size() > MAX_SIZE) {
            return "";
        }
        try (ByteSource content = root.open(found.get().path())) {
            return RawText.of(content.head(MAX_SIZE));
        }
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
