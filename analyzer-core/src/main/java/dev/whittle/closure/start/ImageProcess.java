package dev.whittle.closure.start;

import dev.whittle.closure.AccountChoice;
import dev.whittle.image.ImageConfig;
import dev.whittle.process.Environment;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The first process of a container, as the configuration describes it.
 *
 * @param environment Env, and HOME from passwd if it has none (runc, libcontainer/init_linux.go: finalizeNamespace)
 * @param directory WorkingDir, otherwise the root
 */
public record ImageProcess(Environment environment, String directory) {
    /** @throws IOException if the root's passwd cannot be read */
    public static ImageProcess of(ImageConfig config, RootFs root) throws IOException {
        Map<String, String> variables = new LinkedHashMap<>(config.env());
        if (variables.getOrDefault("HOME", "").isEmpty()) {
            String user = config.user().split(":", 2)[0];
            Optional<String> home = new Accounts(root, AccountChoice.NONE).home(user.isEmpty() ? "0" : user);
            variables.put("HOME", home.orElse("/"));
        }
        return new ImageProcess(Environment.of(variables), config.workingDir().isEmpty() ? "/" : config.workingDir());
    }

    /** Entrypoint and Cmd. */
    public static List<String> command(ImageConfig config) {
        List<String> argv = new ArrayList<>(config.entrypoint());
        argv.addAll(config.cmd());
        return argv;
    }

    /** moby, daemon/health.go: Test is NONE, CMD and arguments, or CMD-SHELL and a text for the image's Shell. */
    public static List<String> healthcheck(ImageConfig config) {
        List<String> test = config.healthcheck();
        if (test.size() < 2) {
            return List.of();
        }
        List<String> argv = new ArrayList<>();
        if (test.get(0).equals("CMD")) {
            argv.addAll(test.subList(1, test.size()));
        } else if (test.get(0).equals("CMD-SHELL")) {
            argv.addAll(config.shell().isEmpty() ? List.of("/bin/sh", "-c") : config.shell());
            argv.add(test.get(1));
        }
        return argv;
    }
}
