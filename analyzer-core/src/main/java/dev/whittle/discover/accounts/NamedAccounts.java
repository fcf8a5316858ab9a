package dev.whittle.discover.accounts;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.AccountFile;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of users and groups in kept files: on text lines that refer to users, and in programs that look users up. */
final class NamedAccounts {
    /** Words on a line that give something to a user. */
    private static final Pattern SPEAKS = Pattern.compile("(?i)user|group|owner|chown|chgrp|"
            + "(?<![\\w-])(su|uid|gid|gosu|su-exec|sudo|setpriv|setuidgid|install)(?![\\w-])");

    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final Pattern OPTION = Pattern.compile("--?(?:user|group)[= ]([A-Za-z_][A-Za-z0-9_.-]*)");
    private static final Set<String> FILES = Set.of(
            AccountFile.PASSWD.raw(),
            AccountFile.GROUP.raw(),
            AccountFile.SHADOW.raw(),
            AccountFile.GSHADOW.raw(),
            "/etc/subuid",
            "/etc/subgid");
    private static final int MAX_TEXT = 256 << 10;
    private static final int MAX_PROGRAM = 64 << 20;

    private final Set<String> known = new HashSet<>();
    private final Set<String> named = new HashSet<>();

    private NamedAccounts(Set<String> users, Set<String> groups) {
        known.addAll(users);
        known.addAll(groups);
    }

    static Set<String> in(Context context, Set<String> users, Set<String> groups) throws IOException {
        NamedAccounts accounts = new NamedAccounts(users, groups);
        Set<Object> programs = new HashSet<>();
        for (Context.Elf elf : context.elfs()) {
            programs.add(elf.path());
            Optional<String> lookup = elf.isLibc() || context.isIncidental(elf.path())
                    ? Optional.empty()
                    : context.imported(elf, Users.LOOKUPS);
            if (lookup.isPresent()) {
                accounts.program(elf, content(context.root(), elf.path()));
            }
        }
        for (Selection.Kept kept : context.kept().all()) {
            if (kept.node() instanceof Node.RegularFile file
                    && file.size() <= MAX_TEXT
                    && !programs.contains(kept.path())
                    && !FILES.contains(kept.path().raw())
                    && !context.isIncidental(kept.path())) {
                accounts.text(context.text(kept.path()));
            }
        }
        return accounts.named;
    }

    private void text(String text) {
        if (text.indexOf('\0') >= 0) {
            return;
        }
        for (String line : text.split("\n", -1)) {
            boolean isComment = line.stripLeading().startsWith("#");
            if (!isComment && SPEAKS.matcher(line).find()) {
                Matcher word = WORD.matcher(line);
                while (word.find()) {
                    add(word.group());
                }
            }
        }
    }

    /** A user with the program's own name, nobody, and names that are not words: {@code www-data}, {@code _apt}. */
    private void program(Context.Elf elf, String content) {
        for (String name : known) {
            boolean isWord = name.matches("[a-z]+");
            if ((!isWord || name.equals("nobody") || name.equals(elf.path().name()))
                    && content.contains("\0" + name + "\0")) {
                named.add(name);
            }
        }
        Matcher option = OPTION.matcher(content);
        while (option.find()) {
            add(option.group(1));
        }
    }

    private static String content(RootFs root, RootPath path) {
        try (ByteSource content = root.open(path)) {
            return RawText.of(content.head(MAX_PROGRAM));
        } catch (IOException e) {
            return ""; // an unreadable file names nobody
        }
    }

    private void add(String name) {
        if (known.contains(name)) {
            named.add(name);
        }
    }
}
