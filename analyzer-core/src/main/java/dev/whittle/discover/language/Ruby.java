package dev.whittle.discover.language;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ruby's libraries: the directories of $LOAD_PATH are strings of the interpreter (verconf.h). */
public final class Ruby implements Detector {
    static final String NAME = "ruby";

    private static final Pattern LIBRARY = Pattern.compile("(/[^:]*/ruby)/([0-9]+\\.[0-9]+\\.[0-9]+)");

    @Override
    public Family family() {
        return new Family(NAME, "ruby and libruby: the directories of $LOAD_PATH that their strings name, gems");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        for (Context.Elf elf : context.elfs()) {
            String name = elf.name();
            if (name.startsWith("libruby") || (name.startsWith("ruby") && name.matches("ruby[0-9.]*"))) {
                LibraryTrees.add(context, elf, "ruby", findings);
                findings.tree(
                        Finding.Level.RECOMMENDED,
                        elf.path().raw() + " looks for gems there",
                        context.directory("/usr/share/rubygems-integration"));
                // Debian, rubygems/defaults/operating_system.rb: gems with native parts are below the machine's name.
                findings.trees(
                        Finding.Level.RECOMMENDED,
                        elf.path().raw() + " looks for gems there",
                        context.glob("/usr/lib/*/rubygems-integration"));
                gems(context, elf, findings);
            }
        }
    }

    /**
     * lib/rubygems/defaults.rb: next to the library's directory, by its version; Debian's; and those in the image's
     * variables.
     */
    private static void gems(Context context, Context.Elf elf, Findings findings) throws IOException {
        for (String string : context.strings(elf)) {
            Matcher library = LIBRARY.matcher(string);
            if (library.matches()) {
                String evidence = elf.path().raw() + " holds the string " + string + ", and so looks for gems";
                for (String place : List.of(library.group(1) + "/gems/", "/var/lib/gems/")) {
                    findings.tree(Finding.Level.RECOMMENDED, evidence, context.directory(place + library.group(2)));
                }
            }
        }
        LibraryTrees.addNamed(
                context, List.of("GEM_HOME", "GEM_PATH", "BUNDLE_PATH", "BUNDLE_APP_CONFIG", "RUBYLIB"), findings);
    }
}
