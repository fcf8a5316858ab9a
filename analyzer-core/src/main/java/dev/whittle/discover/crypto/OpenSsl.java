package dev.whittle.discover.crypto;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.FileStrings;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.StringExtractor;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** OpenSSL's configuration, and the modules that it names. */
public final class OpenSsl implements Detector {
    private static final Pattern INCLUDE = Pattern.compile("(?m)^\\s*\\.include\\s*=?\\s*(\\S+)");

    /** crypto/info.c: the string {@code OPENSSLDIR: "PATH"}. */
    static final StringExtractor<List<String>> DIRECTORIES =
            strings -> FileStrings.between(strings, "OPENSSLDIR: \"", "\"");

    private static final StringExtractor<List<String>> MODULES =
            strings -> FileStrings.between(strings, "MODULESDIR: \"", "\"");

    private static final List<String> LOADERS = List.of("OSSL_PROVIDER_load", "OSSL_PROVIDER_try_load");

    @Override
    public Family family() {
        return new Family("openssl", "openssl.cnf of OPENSSLDIR, and the modules of MODULESDIR that it names");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        for (Context.Elf elf : context.elfs()) {
            if (elf.isLibc()) {
                continue;
            }
            findings.because(elf.path());
            for (String directory : context.read(elf, DIRECTORIES)) {
                String evidence = elf.path().raw() + " says OPENSSLDIR: \"" + directory + "\"";
                String file = context.variable("OPENSSL_CONF").orElse(directory + "/openssl.cnf");
                Optional<RootPath> configuration = context.file(file);
                findings.file(Finding.Level.RECOMMENDED, evidence, configuration);
                String text = configuration.isPresent() ? context.text(configuration.get()) : "";
                includes(context, file, text, findings);
                for (String modules : context.read(elf, MODULES)) {
                    modules(context, elf, modules, file, text, findings);
                }
            }
        }
    }

    private static void includes(Context context, String file, String text, Findings findings) throws IOException {
        Matcher matcher = INCLUDE.matcher(text);
        while (matcher.find()) {
            findings.tree(
                    Finding.Level.RECOMMENDED,
                    file + " has .include " + matcher.group(1),
                    context.existing(matcher.group(1)));
        }
    }

    private static void modules(
            Context context, Context.Elf elf, String directory, String file, String text, Findings findings)
            throws IOException {
        Optional<RootPath> there = context.directory(directory);
        if (there.isEmpty()) {
            return;
        }
        Optional<String> loader = loader(context, elf);
        for (RootPath module : context.list(there.get())) {
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

    /** A library or module that loads a provider by name; the openssl program does so for its options. */
    private static Optional<String> loader(Context context, Context.Elf libcrypto) {
        return context.elfs().stream()
                .filter(elf -> !elf.name().startsWith("libssl") && !elf.path().equals(libcrypto.path()))
                .filter(elf -> elf.needs("libcrypto."))
                .filter(elf -> context.imported(elf, LOADERS).isPresent())
                .map(elf -> elf.path().raw())
                .findFirst();
    }
}
