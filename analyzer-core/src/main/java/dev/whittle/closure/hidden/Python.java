package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's library: Modules/getpath.py finds it beside the interpreter, by its version. */
final class Python implements Detector {
    static final String NAME = "python";

    private static final Pattern VERSION = Pattern.compile("(?:lib)?python([23]\\.[0-9]+)m?(?:\\.so.*)?");

    @Override
    public Family family() {
        return new Family(NAME, "python3.N and libpython3.N: the standard library, site-packages and dist-packages");
    }

    static boolean isPython(Scene.Elf elf) {
        return VERSION.matcher(elf.path().name()).matches();
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        for (Scene.Elf elf : scene.elfs()) {
            Matcher version = VERSION.matcher(elf.path().name());
            if (version.matches()) {
                String evidence = elf.path().raw() + " is Python " + version.group(1);
                List<RootPath> trees = new ArrayList<>();
                for (String prefix : prefixes(elf)) {
                    for (String directory : List.of(
                            prefix + "/lib/python" + version.group(1),
                            prefix + "/lib64/python" + version.group(1),
                            prefix + "/lib/python" + version.group(1).charAt(0) + "/dist-packages")) {
                        scene.directory(directory).ifPresent(trees::add);
                    }
                }
                findings.because(elf.path()).trees(Finding.Level.REQUIRED, evidence, trees);
            }
        }
    }

    /** PREFIX of PREFIX/bin/python, PREFIX/lib/libpython, PREFIX/lib/TRIPLET/libpython; and the usual two. */
    private static List<String> prefixes(Scene.Elf elf) {
        RootPath directory = elf.path().parent();
        RootPath up = directory.parent();
        List<String> all = new ArrayList<>(List.of(up.isRoot() ? "" : up.raw()));
        if (up.name().equals("lib")) {
            all.add(up.parent().isRoot() ? "" : up.parent().raw());
        }
        all.add("/usr");
        all.add("/usr/local");
        return all.stream().distinct().toList();
    }
}
