package dev.whittle.dockerfile;

import dev.whittle.bytes.RawText;
import dev.whittle.closure.Closure;
import dev.whittle.closure.Reason;
import dev.whittle.closure.start.Accounts;
import dev.whittle.closure.start.BadStartException;
import dev.whittle.closure.start.Start;
import dev.whittle.closure.start.StartPlan;
import dev.whittle.image.ImageConfig;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import dev.whittle.script.CommandPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration around the COPY lines.
 *
 * @param lines instructions
 * @param findings what no instruction can express; one line each, raw
 * @param remarks one line each, raw
 */
public record CopyConfig(List<String> lines, List<String> findings, List<String> remarks) {
    public CopyConfig {
        lines = List.copyOf(lines);
        findings = List.copyOf(findings);
        remarks = List.copyOf(remarks);
    }

    public static CopyConfig of(RootFs root, Closure closure, ImageConfig config) throws IOException {
        List<String> remarks = new ArrayList<>();
        List<String> findings = new ArrayList<>();
        ImageConfig changed = config;
        Optional<RootPath> file = requested(closure);
        if (file.isPresent() && !isKept(root, closure, config)) {
            changed = started(root, config, file.get());
            if (!RawText.isUtf8(file.get().raw())) {
                findings.add(
                        "ENTRYPOINT " + file.get() + ": its name is not UTF-8, so it cannot be written in a Dockerfile;"
                                + " ask for it by a link, or let an ASCII script start it");
            }
            if (!config.healthcheck().isEmpty()) {
                remarks.add("the image's Healthcheck is left out: it is asked of another program");
            }
        }
        if (!config.onBuild().isEmpty()) {
            remarks.add("the image has ONBUILD triggers, which FROM runs in the first stage");
        }
        ConfigLines lines = new ConfigLines(changed, user(root, closure, config.user()));
        List<String> all = lines.lines();
        findings.addAll(lines.findings());
        return new CopyConfig(all, findings, remarks);
    }

    /** The first program that was requested by its name. */
    private static Optional<RootPath> requested(Closure closure) {
        for (Map.Entry<String, Reason> name : closure.selection().names().entrySet()) {
            if (name.getValue().kind() == Reason.Kind.REQUESTED) {
                return Optional.of(RootPath.of(name.getKey()));
            }
        }
        return Optional.empty();
    }

    /** Whether everything that the image starts is kept too. */
    private static boolean isKept(RootFs root, Closure closure, ImageConfig config) throws IOException {
        StartPlan plan;
        try {
            plan = StartPlan.of(config, root);
        } catch (BadStartException e) {
            return false;
        }
        for (Start start : plan.starts()) {
            Optional<Walk.Result.Found> found = Walk.follow(root, start.path()).found();
            boolean kept = found.isPresent()
                    && closure.selection().get(found.get().path()).isPresent();
            if (start.kind() == Start.Kind.PROGRAM && !kept) {
                return false;
            }
        }
        return StartPlan.namesCommand(config);
    }

    /** The program, with the image's arguments if it is the image's. */
    private static ImageConfig started(RootFs root, ImageConfig config, RootPath file) throws IOException {
        List<String> words = new ArrayList<>(config.entrypoint());
        words.addAll(config.cmd());
        List<String> arguments = List.of();
        for (int i = 0; i < words.size(); i++) {
            if (isSame(root, StartPlan.commands(config), words.get(i), file)) {
                arguments = words.subList(i + 1, words.size());
                break;
            }
        }
        // Go reads an array as JSON, which changes bytes that are not UTF-8: omit the line instead.
        boolean sayable = RawText.isUtf8(file.raw());
        List<String> given = sayable ? arguments : List.of();
        return config.edit(edit -> {
            edit.entrypoint(sayable ? List.of(file.raw()) : List.of());
            edit.cmd(given);
            edit.noHealthcheck();
        });
    }

    private static boolean isSame(RootFs root, CommandPath commands, String word, RootPath file) throws IOException {
        Optional<RootPath> named =
                word.isEmpty() || word.indexOf('\0') >= 0 ? Optional.empty() : commands.find(root, word);
        if (named.isEmpty()) {
            return false;
        }
        Optional<RootPath> one = Walk.follow(root, named.get()).found().map(Walk.Result.Found::path);
        return one.isPresent() && one.equals(Walk.follow(root, file).found().map(Walk.Result.Found::path));
    }

    /** Without the account files only numbers can be used. */
    private static String user(RootFs root, Closure closure, String user) throws IOException {
        boolean files = closure.selection().get(RootPath.of("/etc/passwd")).isPresent()
                && closure.selection().get(RootPath.of("/etc/group")).isPresent();
        return files || user.isEmpty() ? user : new Accounts(root).numbers(user).orElse(user);
    }

    /** The user that runs the programs of an image, as far as it is known. */
    public static Optional<Owner> owner(RootFs root, ImageConfig config) throws IOException {
        Optional<String> numbers =
                config.user().isEmpty() ? Optional.empty() : new Accounts(root).numbers(config.user());
        try {
            return numbers.map(number -> number.split(":", 2))
                    .map(parts -> new Owner(Long.parseLong(parts[0]), Long.parseLong(parts[1])));
        } catch (NumberFormatException e) {
            return Optional.empty(); // no engine accepts such a number
        }
    }
}
