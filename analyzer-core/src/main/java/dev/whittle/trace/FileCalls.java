package dev.whittle.trace;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Interprets system calls with file names: those of {@code trace=%file}, and those that return descriptors. */
final class FileCalls {
    private static final Argument HERE = new Argument("AT_FDCWD");

    /** Calls that only use an existing file. */
    private static final Map<String, Shape> USES = uses();

    private final TracedProcesses processes;
    private final Accesses accesses;
    private final Accesses failed;
    private final Loose loose;

    /**
     * @param directory index of the argument to which a name is relative; -1 for the working directory
     * @param path index of the name
     * @param follows whether a link in the last component is followed, unless a flag says otherwise
     */
    private record Shape(int directory, int path, Access.Kind kind, boolean follows) {}

    /** Receives what cannot be used. */
    interface Loose {
        /** A truncated name, which is unknown. */
        void truncated(int line);

        /** A name relative to an unknown directory, raw. */
        void unplaced(String name, int line);
    }

    /** @param failed receives failed look-ups */
    FileCalls(TracedProcesses processes, Accesses accesses, Accesses failed, Loose loose) {
        this.processes = processes;
        this.accesses = accesses;
        this.failed = failed;
        this.loose = loose;
    }

    private static Map<String, Shape> uses() {
        Map<String, Shape> uses = new TreeMap<>();
        for (String name : List.of(
                "stat", "stat64", "oldstat", "access", "statfs", "statfs64", "getxattr", "listxattr", "pathconf")) {
            uses.put(name, new Shape(-1, 0, Access.Kind.LOOKED_AT, true));
        }
        for (String name : List.of("lstat", "lstat64", "oldlstat", "lgetxattr", "llistxattr")) {
            uses.put(name, new Shape(-1, 0, Access.Kind.LOOKED_AT, false));
        }
        for (String name : List.of(
                "newfstatat",
                "fstatat64",
                "statx",
                "faccessat",
                "faccessat2",
                "inotify_add_watch",
                "name_to_handle_at")) {
            uses.put(name, new Shape(0, 1, Access.Kind.LOOKED_AT, true));
        }
        for (String name : List.of(
                "chmod", "chown", "chown32", "utime", "utimes", "setxattr", "removexattr", "mount", "umount2")) {
            uses.put(name, new Shape(-1, name.equals("mount") ? 1 : 0, Access.Kind.CHANGED, true));
        }
        for (String name : List.of("lchown", "lchown32", "lsetxattr", "lremovexattr")) {
            uses.put(name, new Shape(-1, 0, Access.Kind.CHANGED, false));
        }
        for (String name : List.of("fchmodat", "fchmodat2", "fchownat", "utimensat", "futimesat")) {
            uses.put(name, new Shape(0, 1, Access.Kind.CHANGED, true));
        }
        uses.put("readlink", new Shape(-1, 0, Access.Kind.LINK_READ, false));
        uses.put("readlinkat", new Shape(0, 1, Access.Kind.LINK_READ, false));
        uses.put("truncate", new Shape(-1, 0, Access.Kind.OPENED, true));
        uses.put("truncate64", new Shape(-1, 0, Access.Kind.OPENED, true));
        uses.put("execve", new Shape(-1, 0, Access.Kind.EXECUTED, true));
        uses.put("execveat", new Shape(0, 1, Access.Kind.EXECUTED, true));
        return uses;
    }

    void take(TracedProcesses.Tracee process, SystemCall call, int line) {
        ProcessContext context = process.context();
        Shape use = USES.get(call.name());
        if (use != null) {
            use(context, call, use, line);
            return;
        }
        switch (call.name()) {
            case "open" -> open(context, call, HERE, 0, 1, line);
            case "openat", "openat2" -> open(context, call, call.argument(0), 1, 2, line);
            case "creat" -> open(context, call, HERE, 0, -1, line);
            case "mkdir", "mknod" -> makes(context, call, HERE, 0, line);
            case "mkdirat", "mknodat" -> makes(context, call, call.argument(0), 1, line);
            case "symlink" -> makes(context, call, HERE, 1, line);
            case "symlinkat" -> makes(context, call, call.argument(1), 2, line);
            case "rename", "link" -> moves(context, call, HERE, 0, HERE, 1, line);
            case "renameat", "renameat2", "linkat" ->
                moves(context, call, call.argument(0), 1, call.argument(2), 3, line);
            case "unlink", "rmdir" -> unlink(context, call, HERE, 0, line);
            case "unlinkat" -> unlink(context, call, call.argument(0), 1, line);
            case "getcwd" ->
                call.argument(0)
                        .string()
                        .filter(path -> call.succeeded() && path.startsWith("/"))
                        .ifPresent(context::enter);
            case "chdir" -> chdir(context, call, line);
            case "fchdir" -> {
                if (call.succeeded()) {
                    context.directory(call.argument(0)).ifPresent(context::enter);
                }
            }
            case "chroot" -> chroot(context, call, line);
            case "dup", "dup2", "dup3", "fcntl", "fcntl64" -> duplicate(context, call);
            case "close" -> call.argument(0).descriptor().ifPresent(context::close);
            case "clone", "clone2", "clone3", "fork", "vfork" -> fork(process, call);
            default -> {}
        }
    }

    /** The absolute path of an argument; empty if it has none, or one that cannot be known. */
    private Optional<String> path(ProcessContext context, SystemCall call, Argument directory, int index, int line) {
        Argument argument = call.argument(index);
        if (argument.isTruncated()) {
            loose.truncated(line);
            return Optional.empty();
        }
        Optional<String> name = argument.string();
        if (name.isEmpty() || name.get().isEmpty() || name.get().indexOf('\0') >= 0) {
            return Optional.empty();
        }
        Optional<String> path = context.absolute(directory, name.get());
        if (path.isEmpty()) {
            loose.unplaced(name.get(), line);
        }
        return path;
    }

    /** Records a failed look-up, unless the traced processes removed the path. */
    private void fails(
            ProcessContext context, SystemCall call, Argument directory, int index, Access.Kind kind, int line) {
        absent(context, call, directory, index)
                .ifPresent(path -> failed.add(context.root(), path, kind, kind != Access.Kind.LINK_READ, false, line));
    }

    /** Records a directory in which nothing could be created, because it does not exist. */
    private void cannotMake(ProcessContext context, SystemCall call, Argument directory, int index, int line) {
        Optional<String> path = absent(context, call, directory, index);
        int slash = path.map(value -> value.lastIndexOf('/', value.length() - (value.endsWith("/") ? 2 : 1)))
                .orElse(0);
        if (slash > 0) {
            String above = path.orElseThrow().substring(0, slash);
            failed.add(context.root(), above, Access.Kind.WRITTEN_INTO, true, false, line);
        }
    }

    private Optional<String> absent(ProcessContext context, SystemCall call, Argument directory, int index) {
        if (!call.failedWith("ENOENT") && !call.failedWith("ENOTDIR")) {
            return Optional.empty();
        }
        return call.argument(index)
                .string()
                .filter(name -> !name.isEmpty() && name.indexOf('\0') < 0)
                .flatMap(name -> context.absolute(directory, name))
                .filter(path -> !accesses.isMade(context.root(), path));
    }

    private void use(ProcessContext context, SystemCall call, Shape use, int line) {
        Argument directory = use.directory() < 0 ? HERE : call.argument(use.directory());
        fails(context, call, directory, use.path(), use.kind(), line);
        boolean notALink = use.kind() == Access.Kind.LINK_READ && call.failedWith("EINVAL"); // it exists anyway
        if (!call.succeeded() && !notALink) {
            return;
        }
        boolean byDescriptor = call.arguments().stream().anyMatch(argument -> argument.hasFlag("AT_EMPTY_PATH"))
                && call.argument(use.path()).string().filter(String::isEmpty).isPresent();
        boolean noFollow = call.arguments().stream()
                .skip(use.path() + 1L)
                .anyMatch(argument -> argument.hasFlag("AT_SYMLINK_NOFOLLOW"));
        Optional<String> path =
                byDescriptor ? context.directory(directory) : path(context, call, directory, use.path(), line);
        Access.Kind kind = notALink ? Access.Kind.LOOKED_AT : use.kind();
        path.ifPresent(value -> accesses.add(context.root(), value, kind, use.follows() && !noFollow, false, line));
    }

    private void open(
            ProcessContext context, SystemCall call, Argument directory, int index, int flagsIndex, int line) {
        Argument flags = flagsIndex < 0 ? new Argument("O_CREAT") : call.argument(flagsIndex);
        if (call.failedWith("EEXIST")) {
            seen(context, call, directory, index, line);
        }
        if (!call.succeeded()) {
            boolean entered = flags.hasFlag("O_DIRECTORY");
            fails(context, call, directory, index, entered ? Access.Kind.ENTERED : Access.Kind.OPENED, line);
            if (flags.hasFlag("O_CREAT")) {
                cannotMake(context, call, directory, index, line);
            }
            return;
        }
        Optional<String> annotated = context.annotated(call.result());
        Argument name = call.argument(index);
        learn(context, directory, name, annotated);
        Optional<String> path = name.isTruncated() || isUnplaced(context, directory, name)
                ? annotated.or(() -> path(context, call, directory, index, line))
                : path(context, call, directory, index, line);
        if (path.isEmpty()) {
            return;
        }
        call.result().descriptor().ifPresent(number -> context.open(number, annotated.orElse(path.get())));
        boolean creates = flags.hasFlag("O_CREAT");
        if (creates && flags.hasFlag("O_EXCL")) {
            accesses.make(context.root(), path.get(), line);
            return;
        }
        boolean enters = flags.hasFlag("O_DIRECTORY") || flags.hasFlag("__O_TMPFILE") || flags.hasFlag("O_TMPFILE");
        Access.Kind kind = enters ? Access.Kind.ENTERED : Access.Kind.OPENED;
        boolean follows = !flags.hasFlag("O_NOFOLLOW");
        accesses.add(context.root(), path.get(), kind, follows, creates, line);
    }

    private static boolean isUnplaced(ProcessContext context, Argument directory, Argument name) {
        return name.string()
                .filter(text -> context.absolute(directory, text).isEmpty())
                .isPresent();
    }

    /** A relative name and the whole path that was opened by it reveal the directory to which the name is relative. */
    private static void learn(ProcessContext context, Argument directory, Argument name, Optional<String> annotated) {
        Optional<String> text = name.string().filter(value -> !value.startsWith("/") && !value.contains("."));
        if (directory.isWorkingDirectory()
                && text.isPresent()
                && annotated.isPresent()
                && isUnplaced(context, directory, name)) {
            String tail = "/" + text.get();
            if (annotated.get().endsWith(tail)) {
                String at = annotated.get().substring(0, annotated.get().length() - tail.length());
                context.enter(at.isEmpty() ? "/" : at);
            }
        }
    }

    /** What could not be created because it exists. */
    private void seen(ProcessContext context, SystemCall call, Argument directory, int index, int line) {
        path(context, call, directory, index, line)
                .ifPresent(path -> accesses.add(context.root(), path, Access.Kind.LOOKED_AT, false, false, line));
    }

    private void makes(ProcessContext context, SystemCall call, Argument directory, int index, int line) {
        if (call.failedWith("EEXIST")) {
            seen(context, call, directory, index, line);
        } else if (call.succeeded()) {
            path(context, call, directory, index, line).ifPresent(path -> accesses.make(context.root(), path, line));
        } else {
            cannotMake(context, call, directory, index, line);
        }
    }

    private void moves(
            ProcessContext context, SystemCall call, Argument from, int source, Argument to, int target, int line) {
        if (!call.succeeded()) {
            fails(context, call, from, source, Access.Kind.CHANGED, line);
            cannotMake(context, call, to, target, line);
            return;
        }
        Optional<String> old = path(context, call, from, source, line);
        old.ifPresent(path -> accesses.add(context.root(), path, Access.Kind.CHANGED, false, false, line));
        path(context, call, to, target, line).ifPresent(path -> accesses.make(context.root(), path, line));
        if (!call.name().startsWith("link")) {
            old.ifPresent(path -> accesses.takeAway(context.root(), path));
        }
    }

    /** A file that is only removed is not needed; what is there later was created during the trace. */
    private void unlink(ProcessContext context, SystemCall call, Argument directory, int index, int line) {
        if (call.succeeded()) {
            path(context, call, directory, index, line).ifPresent(path -> accesses.takeAway(context.root(), path));
        }
    }

    private void chdir(ProcessContext context, SystemCall call, int line) {
        fails(context, call, HERE, 0, Access.Kind.LOOKED_AT, line); // never listed
        Optional<String> path = call.succeeded() ? path(context, call, HERE, 0, line) : Optional.empty();
        path.ifPresent(directory -> {
            accesses.add(context.root(), directory, Access.Kind.ENTERED, true, false, line);
            context.enter(directory);
        });
    }

    private void chroot(ProcessContext context, SystemCall call, int line) {
        fails(context, call, HERE, 0, Access.Kind.ENTERED, line);
        Optional<String> path = call.succeeded() ? path(context, call, HERE, 0, line) : Optional.empty();
        path.ifPresent(directory -> {
            accesses.add(context.root(), directory, Access.Kind.ENTERED, true, false, line);
            context.confine(directory);
        });
    }

    private static void duplicate(ProcessContext context, SystemCall call) {
        boolean duplicates =
                !call.name().startsWith("fcntl") || call.argument(1).text().startsWith("F_DUPFD");
        Optional<Integer> made = call.result().descriptor();
        if (duplicates && call.succeeded() && made.isPresent()) {
            Optional<String> path = context.directory(call.argument(0));
            if (path.isPresent()) {
                context.open(made.get(), path.get());
            } else {
                context.close(made.get());
            }
        }
    }

    private void fork(TracedProcesses.Tracee process, SystemCall call) {
        Optional<Integer> child = call.result().descriptor();
        if (call.succeeded() && child.isPresent() && child.get() > 0) {
            boolean shares = call.arguments().stream().anyMatch(argument -> argument.hasFlag("CLONE_FS"));
            processes.fork(process, child.get(), shares);
        }
    }
}
