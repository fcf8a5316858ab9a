package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** OpenSSL's configuration, and the modules that it names. */
final class OpenSsl implements Detector {
    private static final Pattern INCLUDE = Pattern.compile("(?m)^\\s*\\.include\\s*=?\\s*(\\S+)");

    /** crypto/info.c: the string {@code OPENSSLDIR: "PATH"}. */
    static final Reading<List<String>> DIRECTORIES = strings -> FileStrings.between(strings, "OPENSSLDIR: \"", "\"");

    private static final Reading<List<String>> MODULES =
            strings -> FileStrings.between(strings, "MODULESDIR: \"", "\"");

    private static final List<String> LOADERS = List.of("OSSL_PROVIDER_load", "OSSL_PROVIDER_try_load");

    @Override
    public Family family() {
        return new Family("openssl", "openssl.cnf of OPENSSLDIR, and the modules of MODULESDIR that it names");
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        for (Scene.Elf elf : scene.elfs()) {
            if (elf.isLibc()) {
                continue;
            }
            findings.because(elf.path());
            for (String directory : scene.read(elf, DIRECTORIES)) {
                String evidence = elf.path().raw() + " says OPENSSLDIR: \"" + directory + "\"";
                String file = scene.variable("OPENSSL_CONF").orElse(directory + "/openssl.cnf");
                Optional<RootPath> configuration = scene.file(file);
                findings.file(Finding.Level.RECOMMENDED, evidence, configuration);
                String text = configuration.isPresent() ? scene.text(configuration.get()) : "";
                includes(scene, file, text, findings);
                for (String modules : scene.read(elf, MODULES)) {
                    modules(scene, elf, modules, file, text, findings);
                }
            }
        }
    }

    private static void includes(Scene scene, String file, String text, Findings findings) throws IOException {
        Matcher matcher = INCLUDE.matcher(text);
        while (matcher.find()) {
            findings.tree(
                    Finding.Level.RECOMMENDED,
                    file + " has .include " + matcher.group(1),
                    scene.existing(matcher.group(1)));
        }
    }

    private static void modules(
            Scene scene, Scene.Elf elf, String directory, String file, String text, Findings findings)
            throws IOException {
        Optional<RootPath> there = scene.directory(directory);
        if (there.isEmpty()) {
            return;
        }
        Optional<String> loader = loader(scene, elf);
        for (RootPath module : scene.list(there.get())) {
            String name = module.name().replaceFirst("\\.so$", "");
            boolean named = Pattern.compile("(?m)^\\s*(" + Pattern.quote(name) + "\\s*=|[^#\\n]*=.*\\b"
                            + Pattern.quote(name) + "\\.so)")
                    .matcher(text)
                    .find();
            String evidence = named
                    ? file + " names the module " + name
                    : elf.path().raw() + " says MODULESDIR: \"" + directory + "\", which holds " + module.name();
            findings.file(named ? Finding.Level.REQUIRED : Finding.Level.POSSIBLE, evidence, Optional.of(module));
            if (loader.isPresent() && !named) {
                findings.file(
                        Finding.Level.RECOMMENDED,
                        loader.get() + " imports OSSL_PROVIDER_load, which finds modules there",
                        Optional.of(module));
            }
        }
    }

    /** A library or module that asks for a provider by its name; the openssl program does so for its options. */
    private static Optional<String> loader(Scene scene, Scene.Elf libcrypto) {
        return scene.elfs().stream()
                .filter(elf -> !elf.name().startsWith("libssl") && !elf.path().equals(libcrypto.path()))
                .filter(elf -> elf.needs("libcrypto."))
                .filter(elf -> scene.imported(elf, LOADERS).isPresent())
                .map(elf -> elf.path().raw())
                .findFirst();
    }
}
