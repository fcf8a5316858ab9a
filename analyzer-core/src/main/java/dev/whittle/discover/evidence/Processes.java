package dev.whittle.discover.evidence;

import dev.whittle.closure.start.ImageProcess;
import dev.whittle.image.ImageConfig;
import dev.whittle.path.RootPath;
import dev.whittle.process.Environment;
import dev.whittle.process.Event;
import dev.whittle.process.Marked;
import dev.whittle.process.ProcessModel;
import dev.whittle.process.RootFiles;
import dev.whittle.process.Where;
import dev.whittle.rootfs.RootFs;
import dev.whittle.script.CommandPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What processes of the image do, each followed once. One instance serves one closure; thread-safe. */
public final class Processes {
    private final RootFs root;
    private final RootFiles files;
    private final ProcessEnvironment surroundings;
    private final Map<Text, List<Event>> texts = new HashMap<>();
    private final Map<RootPath, List<Event>> scripts = new HashMap<>();
    private final Set<RootPath> followed = new HashSet<>();
    private @Nullable ImageProcess first;
    private @Nullable Environment any;
    private @Nullable List<Event> image;
    private @Nullable Map<String, String> argumentWords;

    /** A word behind an option of one letter ({@code -opdf}), and the suffix of a file, which may be the name of a format. */
    private static final Pattern OPTION_OR_SUFFIX =
            Pattern.compile("-[A-Za-z]([a-z][a-z0-9]{2,20})|[^-].*\\.([a-z][a-z0-9]{2,6})");

    /** @param readsFiles whether the scripts that it starts are followed */
    private record Text(String where, Optional<RootPath> file, String text, String directory, boolean readsFiles) {}

    Processes(RootFs root, ProcessEnvironment surroundings) {
        this.root = root;
        this.files = new RootFiles(root);
        this.surroundings = surroundings;
    }

    public RootFiles files() {
        return files;
    }

    /** The first process of a container: its environment and its working directory. */
    public synchronized ImageProcess first() throws IOException {
        if (first == null) {
            Optional<ImageConfig> config = surroundings.config();
            first = config.isPresent()
                    ? ImageProcess.of(config.get(), root)
                    : new ImageProcess(
                            Environment.of(Map.of(
                                    "PATH",
                                    String.join(":", surroundings.commands().directories()),
                                    "HOME",
                                    "/root")),
                            surroundings.commands().workingDirectory().raw());
        }
        return first;
    }

    /** The words of the arguments of the image's processes, each with one of the places that start these. */
    synchronized Map<String, String> argumentWords() throws IOException {
        if (argumentWords == null) {
            Map<String, String> words = new HashMap<>();
            for (Event event : ofImage()) {
                if (event instanceof Event.Started started) {
                    for (String argument : started.invocation().arguments()) {
                        String text = Marked.plain(argument);
                        for (String word : SettingWords.SEPARATOR.split(text, -1)) {
                            words.putIfAbsent(word, started.where().text());
                        }
                        Matcher part = OPTION_OR_SUFFIX.matcher(text);
                        if (part.matches()) {
                            words.putIfAbsent(
                                    part.group(1) == null ? part.group(2) : part.group(1),
                                    started.where().text());
                        }
                    }
                }
            }
            argumentWords = words;
        }
        return argumentWords;
    }

    /** The image's command and its health check; nothing if something else is started. */
    public synchronized List<Event> ofImage() throws IOException {
        if (image == null) {
            List<Event> events = new ArrayList<>();
            Optional<ImageConfig> config = surroundings.config().filter(its -> surroundings.wholeImage());
            if (config.isPresent()) {
                ProcessModel model = new ProcessModel(root, events::add);
                String origin = config.get().entrypoint().isEmpty() ? "Cmd" : "Entrypoint";
                start(model, ImageProcess.command(config.get()), origin);
                start(model, ImageProcess.healthcheck(config.get()), "Healthcheck");
            }
            for (Event event : events) {
                if (event instanceof Event.Interpreted read) {
                    followed.add(files.real(read.file()));
                } else if (event instanceof Event.Started started) {
                    followed.add(files.real(started.invocation().program()));
                }
            }
            image = events;
        }
        return image;
    }

    /**
     * The environment of a process whose parent is unknown. Its PATH is the image's, followed by the directories that
     * scripts add for what they start.
     */
    private Environment any() throws IOException {
        if (any == null) {
            Set<String> directories = new LinkedHashSet<>();
            Set<String> own = first().environment().get("PATH");
            for (String path : own.isEmpty() ? Set.of(CommandPath.DEFAULT) : own) {
                directories.addAll(List.of(path.split(":", -1)));
            }
            for (Event event : ofImage()) {
                if (event instanceof Event.Started started) {
                    for (String path : started.invocation().environment().get("PATH")) {
                        for (String directory : path.split(":", -1)) {
                            if (directory.startsWith("/") && !Marked.isPattern(directory)) {
                                directories.add(directory);
                            }
                        }
                    }
                }
            }
            any = first().environment().with("PATH", String.join(":", directories));
        }
        return any;
    }

    /** A program in the image's PATH, or in one that a script of the image sets. */
    public synchronized Optional<RootPath> program(String name) throws IOException {
        return files.command(name, any().get("PATH"), first().directory());
    }

    private void start(ProcessModel model, List<String> argv, String origin) throws IOException {
        Where where = new Where("the image's " + origin, Optional.empty());
        model.start(argv, first().environment(), first().directory(), where);
    }

    /** What a kept script does; nothing if the image's command was seen to start it. */
    public synchronized List<Event> ofScript(RootPath realPath) throws IOException {
        ofImage();
        if (followed.contains(realPath)) {
            return List.of();
        }
        List<Event> known = scripts.get(realPath);
        if (known == null) {
            known = new ArrayList<>();
            new ProcessModel(root, known::add).script(realPath, any(), first().directory());
            scripts.put(realPath, known);
        }
        return known;
    }

    /**
     * What a shell text does, and the scripts that it starts.
     *
     * @param where for display
     * @param file that contains it
     */
    public List<Event> ofText(String where, Optional<RootPath> file, String text, String directory) throws IOException {
        return ofText(new Text(where, file, text, directory, true));
    }

    /** As {@link #ofText}, for a text that may not be a command: the scripts that it starts are not followed. */
    public List<Event> ofPossibleText(String where, Optional<RootPath> file, String text, String directory)
            throws IOException {
        return ofText(new Text(where, file, text, directory, false));
    }

    private synchronized List<Event> ofText(Text text) throws IOException {
        List<Event> known = texts.get(text);
        if (known == null) {
            known = new ArrayList<>();
            new ProcessModel(root, known::add, text.readsFiles())
                    .shellText(
                            text.text(),
                            any(),
                            text.directory(),
                            new Where(text.where(), text.file()),
                            Event.Certainty.CONDITIONAL);
            texts.put(text, known);
        }
        return known;
    }
}
