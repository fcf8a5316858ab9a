package dev.whittle.discover.accounts;

import dev.whittle.bytes.ByteSource;
import dev.whittle.closure.AccountChoice;
import dev.whittle.closure.AccountFile;
import dev.whittle.closure.Generated;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Generates /etc/passwd and /etc/group for {@code --add-user} and {@code --trim-users}. */
public final class AccountFiles {
    /** Engines start a user without a home directory in the root directory; no shell is given. */
    private static final String ROOT_USER = "root:x:0:0:root:/root:/sbin/nologin";

    private static final String ROOT_GROUP = "root:x:0:";

    private final Context context;
    private final AccountChoice choice;
    private final List<Generated> generated = new ArrayList<>();

    private AccountFiles(Context context, AccountChoice choice) {
        this.context = context;
        this.choice = choice;
    }

    /** A user to add that exists under another ID. */
    public static Optional<String> conflict(RootFs root, AccountChoice choice) throws IOException {
        if (!choice.appended()) {
            return Optional.empty();
        }
        AccountFile users = AccountFile.read(root, AccountFile.PASSWD);
        for (AccountChoice.User user : choice.added()) {
            Optional<String> line = users.line(user.name());
            if (line.isPresent() && !AccountFile.id(line.get()).equals(OptionalLong.of(user.id()))) {
                return Optional.of(
                        user.name() + ":" + user.id() + ": /etc/passwd has this name with another id: " + line.get());
            }
        }
        return Optional.empty();
    }

    public static List<Generated> generated(Context context, AccountChoice choice) throws IOException {
        AccountFiles files = new AccountFiles(context, choice);
        files.make();
        return files.generated;
    }

    private void make() throws IOException {
        AccountFile users = base(AccountFile.PASSWD, ROOT_USER);
        AccountFile groups = base(AccountFile.GROUP, ROOT_GROUP);
        AccountFile shadow = AccountFile.read(context.root(), AccountFile.SHADOW);
        for (AccountChoice.User user : choice.added()) {
            if (users.line(user.name()).isPresent()) {
                continue; // under the same ID: see conflict
            }
            Optional<String> group = groups.line(user.name());
            long gid = group.map(AccountFile::id)
                    .filter(OptionalLong::isPresent)
                    .map(OptionalLong::getAsLong)
                    .orElse(user.id());
            users = users.with(user.name() + ":x:" + user.id() + ":" + gid + ":" + user.name() + ":/:/sbin/nologin");
            if (group.isEmpty()) {
                groups = groups.with(user.name() + ":x:" + gid + ":");
            }
            shadow = shadow.with(user.name() + ":!:::::::");
        }
        NeededAccounts needed =
                choice.trimmed() ? NeededAccounts.of(context, choice, users, groups) : NeededAccounts.ALL;
        write(AccountFile.PASSWD, users, needed.users(users));
        write(AccountFile.GROUP, groups, needed.groups(groups));
        if (isKept(AccountFile.SHADOW)) {
            write(AccountFile.SHADOW, shadow, needed.shadow(shadow));
        }
        if (isKept(AccountFile.GSHADOW)) {
            AccountFile gshadow = AccountFile.read(context.root(), AccountFile.GSHADOW);
            write(AccountFile.GSHADOW, gshadow, needed.groupShadow(gshadow));
        }
    }

    /** The lines to extend: the root's own or, if those must not be used, root's. */
    private AccountFile base(RootPath path, String rootLine) throws IOException {
        boolean own = choice.appended() || choice.added().isEmpty() || isIncluded(path);
        AccountFile file = own ? AccountFile.read(context.root(), path) : AccountFile.EMPTY;
        return file.lines().isEmpty() && !choice.added().isEmpty() ? file.with(rootLine) : file;
    }

    private void write(RootPath path, AccountFile all, AccountFile left) throws IOException {
        List<Reason> reasons = new ArrayList<>();
        boolean shadows = path.equals(AccountFile.SHADOW) || path.equals(AccountFile.GSHADOW);
        for (AccountChoice.User user : choice.added()) {
            if (!path.equals(AccountFile.GSHADOW)) {
                reasons.add(new Reason(Reason.Kind.GENERATED, "written for --add-user " + user.name()));
            }
        }
        if (choice.trimmed() && (isKept(path) || !choice.added().isEmpty())) {
            String names = left.lines().stream().map(AccountFile::name).collect(Collectors.joining(", "));
            reasons.add(new Reason(
                    Reason.Kind.GENERATED,
                    "cut to " + left.lines().size() + " of " + all.lines().size() + " lines by --trim-users: "
                            + names));
        }
        if (!reasons.isEmpty() && (!shadows || isKept(path))) {
            generated.add(new Generated(path, Optional.of(ByteSource.of(left.bytes())), reasons));
        }
    }

    private Optional<Selection.Kept> kept(RootPath path) throws IOException {
        RootPath real = Walk.follow(context.root(), path)
                .found()
                .map(Walk.Result.Found::path)
                .orElse(path);
        return context.kept().get(real);
    }

    private boolean isKept(RootPath path) throws IOException {
        return kept(path).isPresent();
    }

    /** The user named it, with its content. */
    private boolean isIncluded(RootPath path) throws IOException {
        return kept(path).stream()
                .flatMap(its -> its.reasons().stream())
                .anyMatch(reason -> reason.kind() == Reason.Kind.INCLUDED);
    }
}
