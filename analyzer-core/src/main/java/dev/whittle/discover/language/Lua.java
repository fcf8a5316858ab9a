package dev.whittle.discover.language;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.StringExtractor;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Lua's modules: package.path and package.cpath are one string each in the interpreter (luaconf.h:LUA_PATH_DEFAULT).
 */
public final class Lua implements Detector {
    private static final StringExtractor<List<String>> SEARCHED =
            StringExtractor.where(string -> string.contains("/?.lua") || string.contains("/?.so"));

    @Override
    public Family family() {
        return new Family("lua", "Lua and LuaJIT, programs that embed one: the directories of package.path, LUA_PATH");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        for (Context.Elf elf : context.elfs()) {
            List<String> paths = context.isIncidental(elf.path()) ? List.of() : context.read(elf, SEARCHED);
            if (paths.isEmpty()) {
                continue;
            }
            for (String path : paths) {
                add(context, path, elf.path().raw() + " looks for modules there", findings.because(elf.path()));
            }
            for (String variable : List.of("LUA_PATH", "LUA_CPATH")) {
                add(
                        context,
                        context.variable(variable).orElse(""),
                        "the image's " + variable + " names it",
                        findings.becauseOfTheImage());
            }
        }
    }

    /** {@code /usr/share/lua/5.4/?.lua;/usr/share/lua/5.4/?/init.lua}. */
    private static void add(Context context, String path, String evidence, Findings findings) throws IOException {
        for (String template : path.split(";", -1)) {
            int name = template.indexOf("/?");
            Optional<RootPath> directory = name > 0 ? context.directory(template.substring(0, name)) : Optional.empty();
            findings.tree(
                    Finding.Level.RECOMMENDED,
                    evidence,
                    directory.filter(place -> !SystemPaths.isSharedByPrograms(place)));
        }
    }
}
