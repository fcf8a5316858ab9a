package dev.whittle.discover.language;

import dev.whittle.bytes.ByteSource;
import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * The jars and directories that a jar's manifest adds to the class path (JAR File Specification, "Class-Path
 * Attribute"): URLs relative to the jar.
 */
final class JarClassPath {
    private static final int MAX_MANIFEST = 1 << 20;

    private final Map<RootPath, List<String>> classPaths = new HashMap<>();

    void add(Context context, Findings findings) throws IOException {
        for (Selection.Kept kept : context.kept().all()) {
            RootPath name = kept.path();
            if (!name.name().endsWith(".jar") || kept.node() instanceof Node.Directory) {
                continue;
            }
            RootPath jar = kept.node() instanceof Node.SymbolicLink ? context.real(name) : name;
            if (context.kept().get(jar).map(Selection.Kept::node).orElse(null) instanceof Node.RegularFile) {
                for (String path : classPaths.computeIfAbsent(jar, file -> read(context, file))) {
                    String absolute =
                            path.startsWith("/") ? path : name.parent().raw() + "/" + path;
                    String evidence = "the manifest of " + name.raw() + " has " + path + " in its Class-Path";
                    findings.because(jar).file(Finding.Level.RECOMMENDED, evidence, context.file(absolute));
                    findings.tree(
                            Finding.Level.RECOMMENDED,
                            evidence,
                            path.endsWith("/") ? context.directory(absolute) : Optional.empty());
                }
            }
        }
    }

    private static List<String> read(Context context, RootPath jar) {
        List<String> paths = new ArrayList<>();
        try (ByteSource content = context.root().open(jar)) {
            JarEntries entries = new JarEntries(content);
            for (JarEntries.Entry entry : entries.all()) {
                if (entry.name().equalsIgnoreCase(JarFile.MANIFEST_NAME)) {
                    Optional<byte[]> text = entries.content(entry, MAX_MANIFEST);
                    if (text.isPresent()) {
                        Manifest manifest = new Manifest(new ByteArrayInputStream(text.get()));
                        String urls = manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
                        for (String url :
                                urls == null ? new String[0] : urls.strip().split(" +", -1)) {
                            path(url).ifPresent(paths::add);
                        }
                    }
                }
            }
        } catch (IOException e) {
            paths.clear(); // an unreadable jar adds nothing
        }
        return paths;
    }

    private static Optional<String> path(String url) {
        try {
            URI uri = new URI(url);
            boolean isFile = uri.getScheme() == null || uri.getScheme().equals("file");
            String path = uri.getPath();
            return isFile && path != null && !path.isEmpty() && path.indexOf('\0') < 0
                    ? Optional.of(path)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
