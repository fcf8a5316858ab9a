package dev.whittle.discover.evidence;

import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.List;

/** Directories with the standard library of a language: which of its modules are kept, that language's family decides. */
final class StandardLibrary {
    /** Of Perl, of Perl's part for one machine, and of Python: a module that nothing runs without. */
    private static final List<String> MODULES = List.of("strict.pm", "DynaLoader.pm", "os.py", "os.pyc");

    private StandardLibrary() {}

    static boolean is(Context context, RootPath directory) throws IOException {
        for (String module : MODULES) {
            if (context.file(directory.raw() + "/" + module).isPresent()) {
                return true;
            }
        }
        return false;
    }
}
