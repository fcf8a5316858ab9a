package dev.whittle.discover.accounts;

import dev.whittle.closure.AccountChoice;
import dev.whittle.closure.AccountFile;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.rootfs.Attributes;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Users and groups that something in the output needs: root, those of the image's User, added ones, owners of kept
 * files, and those whose names are in kept files that refer to users.
 */
final class NeededAccounts {
    static final NeededAccounts ALL = new NeededAccounts(true, Set.of(), Set.of());

    private static final int GROUP_FIELD = 3;
    private static final int MEMBERS = 3;

    private final boolean all;
    private final Set<String> users;
    private final Set<String> groups;

    private NeededAccounts(boolean all, Set<String> users, Set<String> groups) {
        this.all = all;
        this.users = Set.copyOf(users);
        this.groups = Set.copyOf(groups);
    }

    static NeededAccounts of(Context context, AccountChoice choice, AccountFile users, AccountFile groups)
            throws IOException {
        Set<String> names = new HashSet<>(Set.of("root"));
        Set<Long> ids = new HashSet<>(Set.of(0L));
        Set<String> groupNames = new HashSet<>(Set.of("root"));
        Set<Long> groupIds = new HashSet<>(Set.of(0L));
        choice.added().forEach(user -> names.add(user.name()));
        List<String> configured = Arrays.asList(
                context.config().map(config -> config.user()).orElse("").split(":", 2));
        add(configured.get(0), names, ids);
        add(configured.size() > 1 ? configured.get(1) : "", groupNames, groupIds);
        for (Selection.Kept kept : context.kept().all()) {
            Attributes its = kept.node().attributes();
            ids.add(its.uid());
            groupIds.add(its.gid());
        }
        Set<String> named = NamedAccounts.in(context, names(users), names(groups));
        names.addAll(named);
        groupNames.addAll(named);
        Set<String> neededUsers = new HashSet<>();
        for (String line : users.lines()) {
            if (names.contains(AccountFile.name(line)) || isOf(line, ids)) {
                neededUsers.add(AccountFile.name(line));
                List<String> fields = AccountFile.fields(line);
                OptionalLong group = fields.size() > GROUP_FIELD
                        ? AccountFile.number(fields.get(GROUP_FIELD))
                        : OptionalLong.empty();
                group.ifPresent(groupIds::add);
            }
        }
        Set<String> neededGroups = new HashSet<>();
        for (String line : groups.lines()) {
            // Root may access everything, so its group memberships are not needed.
            boolean hasMember =
                    members(line).stream().anyMatch(name -> !name.equals("root") && neededUsers.contains(name));
            if (groupNames.contains(AccountFile.name(line)) || isOf(line, groupIds) || hasMember) {
                neededGroups.add(AccountFile.name(line));
            }
        }
        return new NeededAccounts(false, neededUsers, neededGroups);
    }

    AccountFile users(AccountFile file) {
        return all ? file : file.only(isIn(users));
    }

    AccountFile shadow(AccountFile file) {
        return users(file);
    }

    /** Removed members are also removed from the remaining lines. */
    AccountFile groups(AccountFile file) {
        if (all) {
            return file;
        }
        return new AccountFile(
                file.only(isIn(groups)).lines().stream().map(this::withMembers).toList());
    }

    AccountFile groupShadow(AccountFile file) {
        return groups(file);
    }

    /** Lines of NIS (+, -) are not names: they refer to more entries elsewhere. */
    private static Predicate<String> isIn(Set<String> names) {
        return line -> line.startsWith("+") || line.startsWith("-") || names.contains(AccountFile.name(line));
    }

    private String withMembers(String line) {
        int colon = line.lastIndexOf(':');
        return AccountFile.fields(line).size() <= MEMBERS
                ? line
                : line.substring(0, colon + 1)
                        + members(line).stream().filter(users::contains).collect(Collectors.joining(","));
    }

    private static List<String> members(String line) {
        List<String> fields = AccountFile.fields(line);
        return fields.size() > MEMBERS ? Arrays.asList(fields.get(MEMBERS).split(",", -1)) : List.of();
    }

    private static boolean isOf(String line, Set<Long> ids) {
        OptionalLong id = AccountFile.id(line);
        return id.isPresent() && ids.contains(id.getAsLong());
    }

    private static void add(String nameOrId, Set<String> names, Set<Long> ids) {
        OptionalLong id = AccountFile.number(nameOrId);
        if (id.isPresent()) {
            ids.add(id.getAsLong());
        } else {
            names.add(nameOrId);
        }
    }

    private static Set<String> names(AccountFile file) {
        return file.lines().stream().map(AccountFile::name).collect(Collectors.toSet());
    }
}
