package dev.whittle.cli.engine;

import dev.whittle.trial.Container;
import dev.whittle.trial.Containers;
import dev.whittle.trial.RefusedException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Containers of a trial, on the user's engine. They and their images have a label and are removed at the end, also when
 * this process is asked to end (SIGINT, SIGTERM); if it is killed, the next trial removes them.
 */
public final class TrialEngine implements Containers, Closeable {
    /** The label's name. Its value is {@link #label}. */
    public static final String LABEL = OwnerLabel.NAME;

    private static final int SECONDS = 60;
    private static final int CREATE_SECONDS = 300;

    /** Options that give a container a network that is not ours to choose. */
    private static final List<String> NETWORKS =
            List.of("--network", "--net", "--publish", "--publish-all", "-p", "-P", "--link");

    private final EngineCommands commands;
    private final List<String> options;
    private final String label = OwnerLabel.own();
    private final Thread hook = new Thread(this::end, "clean-up");

    private TrialEngine(EngineCommands commands, List<String> options) {
        this.commands = commands;
        this.options = List.copyOf(options);
    }

    /**
     * Checks that the engine is available, and removes leftovers of killed trials.
     *
     * @param options of {@code create}, for every container, raw
     * @throws IOException with a message for the user, if the engine does not answer
     */
    public static TrialEngine open(Engine engine, List<String> options) throws IOException {
        TrialEngine opened = new TrialEngine(new EngineCommands(engine), options);
        opened.removeLeftovers();
        Runtime.getRuntime().addShutdownHook(opened.hook);
        return opened;
    }

    /** For images created for this trial. */
    public String label() {
        return label;
    }

    /** A name for such an image. */
    public String imageName(String tag) {
        return "whittle-try/" + label + ":" + tag;
    }

    private void removeLeftovers() throws IOException {
        EngineCommands.Ended found = commands.engine(SECONDS, containers("label=" + LABEL));
        if (found.exitCode() != 0) {
            throw new IOException(commands.name() + ": " + found.reason());
        }
        for (String id : EngineCommands.words(found)) {
            removeIfLeft(id, "container", List.of("rm", "--force", "--volumes", id));
        }
        for (String id : new TreeSet<>(EngineCommands.words(commands.engine(SECONDS, images("label=" + LABEL))))) {
            removeIfLeft(id, "image", List.of("rmi", "--force", id));
        }
    }

    private void removeIfLeft(String id, String kind, List<String> removal) throws IOException {
        String format = "{{index .Config.Labels \"" + LABEL + "\"}}";
        EngineCommands.Ended owner = commands.engine(SECONDS, List.of(kind, "inspect", "--format", format, id));
        if (owner.exitCode() == 0 && OwnerLabel.isLeftBehind(owner.out().strip())) {
            commands.engine(SECONDS, removal);
        }
    }

    private static List<String> containers(String filter) {
        return List.of("ps", "--all", "--quiet", "--no-trunc", "--filter", filter);
    }

    private static List<String> images(String filter) {
        return List.of("images", "--all", "--quiet", "--no-trunc", "--filter", filter);
    }

    @Override
    public Container create(String image, Change change) throws IOException, RefusedException {
        List<String> words = new ArrayList<>(List.of("create", "--label", LABEL + "=" + label));
        if (options.stream().noneMatch(TrialEngine::choosesNetwork)) {
            words.addAll(List.of("--network", "none"));
        }
        // Output is read from there, whatever the engine's default is.
        words.addAll(List.of("--log-driver", "json-file", "--log-opt", "max-size=32m"));
        // An image may run its health check only every half minute, so that "not healthy yet" is not a result.
        words.addAll(List.of("--health-interval", "1s", "--health-retries", "1000"));
        words.addAll(options);
        words.addAll(change.options());
        change.entrypoint().ifPresent(program -> words.addAll(List.of("--entrypoint", program)));
        words.add(image);
        words.addAll(change.arguments());
        Set<String> before = EngineContainer.hostPorts();
        EngineCommands.Ended ended = commands.engine(CREATE_SECONDS, words);
        if (ended.exitCode() != 0) {
            throw new RefusedException(ended.reason());
        }
        String[] printed = ended.out().strip().split("\\s+", -1);
        return new EngineContainer(commands, printed[printed.length - 1], before);
    }

    private static boolean choosesNetwork(String word) {
        return NETWORKS.stream()
                .anyMatch(option -> word.equals(option)
                        || word.startsWith(option + "=")
                        || (option.length() == 2 && word.startsWith(option) && !word.startsWith("--")));
    }

    /** Removes an image with a name from {@link #imageName}. */
    public void removeImage(String name) throws IOException {
        commands.engine(SECONDS, List.of("rmi", "--force", name));
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // this process is ending, and the hook is running
        }
        end();
    }

    /** Removes everything with this trial's label. The result of the last command may appear late. */
    private void end() {
        commands.close();
        String own = "label=" + LABEL + "=" + label;
        try {
            List<String> found = commands.lastWords(containers(own));
            while (!found.isEmpty()) {
                List<String> removal = new ArrayList<>(List.of("rm", "--force", "--volumes"));
                removal.addAll(found);
                commands.last(removal);
                List<String> left = commands.lastWords(containers(own));
                found = left.equals(found) ? List.of() : left;
            }
            List<String> images = commands.lastWords(images(own));
            if (!images.isEmpty()) {
                List<String> removal = new ArrayList<>(List.of("rmi", "--force"));
                removal.addAll(new TreeSet<>(images));
                commands.last(removal);
            }
        } catch (IOException e) {
            return; // the next trial removes it
        }
    }
}
