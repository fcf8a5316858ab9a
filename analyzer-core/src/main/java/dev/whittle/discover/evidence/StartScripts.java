package dev.whittle.discover.evidence;

import dev.whittle.path.RootPath;
import dev.whittle.process.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What may create a file before a program of the image reads it: the shell scripts that the image runs, and its volumes. A
 * file that the image does not have is only missing if neither does.
 */
public final class StartScripts {
    private final List<String> texts = new ArrayList<>();
    private final List<RootPath> volumes;

    private StartScripts(List<RootPath> volumes) {
        this.volumes = volumes;
    }

    public static StartScripts of(Context context) throws IOException {
        List<RootPath> volumes = context.config().map(config -> config.volumes()).orElse(List.of()).stream()
                .filter(volume -> volume.startsWith("/"))
                .map(RootPath::of)
                .toList();
        StartScripts scripts = new StartScripts(volumes);
        for (Event event : context.processes().ofImage()) {
            if (event instanceof Event.Interpreted read) {
                scripts.texts.add(context.text(read.file()));
            } else if (event instanceof Event.Sourced sourced) {
                scripts.texts.add(context.text(sourced.file()));
            }
        }
        // A word with a space in it may be a script: sh -c "...".
        context.command().stream().filter(word -> word.indexOf(' ') >= 0).forEach(scripts.texts::add);
        return scripts;
    }

    /** Whether a path is a volume, or lies below one: what is there is only known at run time. */
    public boolean isInVolume(String path) {
        RootPath asked = RootPath.of(path);
        return volumes.stream().anyMatch(asked::startsWith);
    }

    /** Whether a script contains a name, not as a part of a longer one. */
    public boolean mentions(String name) {
        Pattern word = Pattern.compile("(?<![A-Za-z0-9_])" + Pattern.quote(name) + "(?![A-Za-z0-9_])");
        return texts.stream().anyMatch(text -> word.matcher(text).find());
    }

    /** Whether a file may be created: a script contains its name, or a directory above it as the whole of a path. */
    public boolean mayCreate(String path) {
        RootPath file = RootPath.of(path);
        if (isInVolume(path) || mentions(file.name())) {
            return true;
        }
        for (RootPath above = file.parent(); !above.isRoot(); above = above.parent()) {
            Pattern whole = Pattern.compile(Pattern.quote(above.raw()) + "/?\\.?(?=$|[\\s\"'`;,:&|(){}$*])");
            if (texts.stream().anyMatch(text -> whole.matcher(text).find())) {
                return true;
            }
        }
        return false;
    }
}
