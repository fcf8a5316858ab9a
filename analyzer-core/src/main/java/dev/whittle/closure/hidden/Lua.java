package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Lua's modules: package.path and package.cpath stand in the interpreter as one string each (luaconf.h:LUA_PATH_DEFAULT). */
final class Lua implements Detector {
    private static final Reading<List<String>> SEARCHED =
            Reading.where(string -> string.contains("/?.lua") || string.contains("/?.so"));

    @Override
    public Family family() {
        return new Family("lua", "Lua and LuaJIT, programs that hold one: the directories of package.path, LUA_PATH");
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        for (Scene.Elf elf : scene.elfs()) {
            List<String> paths = scene.isIncidental(elf.path()) ? List.of() : scene.read(elf, SEARCHED);
            if (paths.isEmpty()) {
                continue;
            }
            for (String path : paths) {
                add(scene, path, elf.path().raw() + " looks for modules there", findings.because(elf.path()));
            }
            for (String variable : List.of("LUA_PATH", "LUA_CPATH")) {
                add(
                        scene,
                        scene.variable(variable).orElse(""),
                        "the image's " + variable + " names it",
                        findings.becauseOfTheImage());
            }
        }
    }

    /** {@code /usr/share/lua/5.4/?.lua;/usr/share/lua/5.4/?/init.lua}. */
    private static void add(Scene scene, String path, String evidence, Findings findings) throws IOException {
        for (String template : path.split(";", -1)) {
            int name = template.indexOf("/?");
            Optional<RootPath> directory = name > 0 ? scene.directory(template.substring(0, name)) : Optional.empty();
            findings.tree(Finding.Level.RECOMMENDED, evidence, directory.filter(each -> !OwnNames.isShared(each)));
        }
    }
}
