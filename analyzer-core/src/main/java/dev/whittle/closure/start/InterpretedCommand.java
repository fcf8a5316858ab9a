package dev.whittle.closure.start;

import dev.whittle.closure.Closure;
import dev.whittle.closure.Finding;
import dev.whittle.image.ImageConfig;
import dev.whittle.process.Event;
import dev.whittle.process.ProcessModel;
import dev.whittle.process.Where;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether an image's command is interpreted: a script, a Makefile, source code. What such a command opens is less
 * certain than what an ELF program is linked with.
 */
public final class InterpretedCommand {
    /** The families that find what a language's interpreter reads. */
    private static final Set<String> LANGUAGES = Set.of("python", "perl", "ruby", "node", "lua", "php", "java");

    private InterpretedCommand() {}

    /**
     * The text, for display: {@code the script /entrypoint.sh}, or the language of the source.
     *
     * @throws IOException if the root cannot be read
     */
    public static Optional<String> of(ImageConfig config, RootFs root, Closure closure) throws IOException {
        List<Event> events = new ArrayList<>();
        ImageProcess first = ImageProcess.of(config, root);
        new ProcessModel(root, events::add)
                .start(
                        ImageProcess.command(config),
                        first.environment(),
                        first.directory(),
                        new Where("the image's command", Optional.empty()));
        for (Event event : events) {
            if (event instanceof Event.Interpreted read) {
                return Optional.of("is or reads " + read.file());
            }
        }
        for (Event event : events) {
            if (event instanceof Event.Started started && started.where().text().startsWith("#!")) {
                return Optional.of("is a script of " + started.invocation().program());
            }
        }
        return closure.hidden().stream()
                .filter(Closure.Hidden::taken)
                .map(Closure.Hidden::finding)
                .map(Finding::family)
                .filter(LANGUAGES::contains)
                .findFirst()
                .map(language -> "needs " + language);
    }
}
