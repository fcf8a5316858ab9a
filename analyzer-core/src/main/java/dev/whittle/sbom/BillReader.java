package dev.whittle.sbom;

import dev.whittle.bytes.ByteSource;
import dev.whittle.packages.InstalledPackage;
import dev.whittle.packages.PackageDatabases;
import dev.whittle.packages.RealPaths;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.SystemPaths;
import dev.whittle.scan.LinkedFile;
import dev.whittle.scan.ScanRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Creates the SBOM of a root: the databases, every ELF file with what it loads, and the files that no package owns.
 */
public final class BillReader {
    /** Limit for files that no package owns. Each is read completely. */
    private static final int MAX_FILES = 20_000;

    /** Limit for the paths of all packages. A large system has about 500,000. */
    private static final int MAX_OWNED = 2_000_000;

    /** Limit for the lines of evidence of one library: every program needs the C library. */
    private static final int MAX_EVIDENCE = 10;

    /** Packages of languages. The largest applications have some 5,000. */
    private static final int MAX_DESCRIBED = 100_000;

    /** Metadata that is not read, one line each. */
    private static final int MAX_REMARKS = 20;

    private static final int CHUNK = 1 << 16;

    /** Prefix of the refs of modules: one module may be in several files. */
    private static final String FILE = "file:";

    private final Resolver resolver;
    private final RootFs root;
    private final RootFs texts;
    private final LoaderOptions options;
    private final SortedMap<String, Component> components = new TreeMap<>();
    private final SortedMap<String, SortedSet<String>> dependencies = new TreeMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private final Map<RootPath, List<String>> evidence = new HashMap<>();
    private final List<String> remarks = new ArrayList<>();
    private int described;
    private long leftOut;

    /**
     * @param texts the root that has the packages' copyright files: for a slim image that of its source
     * @param options of the image
     */
    public BillReader(Resolver resolver, RootFs texts, LoaderOptions options) {
        this.resolver = resolver;
        this.root = resolver.root();
        this.texts = texts;
        this.options = options;
    }

    /**
     * @param name of the root for display, raw
     * @param created seconds since 1970
     * @throws IOException if the root cannot be read
     */
    public Bill read(String name, long created, ScanRequest.Progress progress) throws IOException {
        Optional<OsRelease> os = OsRelease.of(root);
        PackageDatabases databases = PackageDatabases.of(root);
        packages(databases, os);
        List<LinkedFile> files = LinkedFile.all(resolver, options, progress);
        for (LinkedFile file : files) {
            file.needs().forEach((path, as) -> evidence.computeIfAbsent(path, key -> new ArrayList<>())
                    .add("needed by " + file.path().raw() + " as " + as));
        }
        for (LinkedFile file : files) {
            add(file);
        }
        others(databases.databases().stream().map(each -> each.file().parent()).collect(Collectors.toSet()));
        for (LinkedFile file : files) {
            for (RootPath needed : file.needs().keySet()) {
                if (components.containsKey(FILE + needed.raw())) {
                    depends(FILE + file.path().raw(), FILE + needed.raw());
                }
            }
        }
        remarks.addAll(0, databases.remarks());
        return new Bill(name, created, os, List.copyOf(components.values()), dependencies, leftOut, remarks);
    }

    private void depends(String ref, String on) {
        if (!ref.equals(on)) {
            dependencies.computeIfAbsent(ref, key -> new TreeSet<>()).add(on);
        }
    }

    private void packages(PackageDatabases databases, Optional<OsRelease> os) throws IOException {
        RealPaths paths = new RealPaths(root);
        for (InstalledPackage installedPackage : databases.packages()) {
            if (!installedPackage.isInstalled()) {
                continue;
            }
            String url = PackageUrl.of(installedPackage, os);
            components.put(
                    url,
                    new Component(
                            Component.Kind.PACKAGE,
                            new Component.Identity(url, installedPackage.name(), installedPackage.version(), url),
                            Licences.of(installedPackage, texts),
                            "",
                            Component.Hashes.NONE,
                            "",
                            installedPackage.source() + " " + installedPackage.sourceVersion(),
                            List.of()));
            installedPackage.files().forEach(path -> {
                if (owners.size() < MAX_OWNED) {
                    owners.putIfAbsent(paths.of(path), url);
                }
            });
        }
    }

    private void add(LinkedFile file) throws IOException {
        Component.Kind kind = file.isProgram() ? Component.Kind.PROGRAM : Component.Kind.LIBRARY;
        List<String> needed = evidence.getOrDefault(file.path(), List.of());
        List<String> why = new ArrayList<>(needed.subList(0, Math.min(needed.size(), MAX_EVIDENCE)));
        if (needed.size() > MAX_EVIDENCE) {
            why.add("and by " + (needed.size() - MAX_EVIDENCE) + " more");
        }
        if (!file.isProgram() && !file.isLoaded()) {
            why.add("no program of this root loads it");
        }
        String ref = add(kind, file.path(), why);
        boolean isGo =
                file.facts().notes().stream().anyMatch(note -> note.owner().equals("Go"));
        try (ByteSource content = root.open(file.path())) {
            if (isGo) {
                modules(ref, file.path(), GoModules.of(content));
            }
            modules(ref, file.path(), RustCrates.of(file.path().raw(), content));
        } catch (AccessDeniedException e) {
            // as one without modules
        }
    }

    private void modules(String ref, RootPath path, List<Module> modules) {
        for (Module module : modules) {
            String url = module.url();
            components.putIfAbsent(
                    url,
                    new Component(
                            Component.Kind.MODULE,
                            new Component.Identity(url, module.shown(), module.version(), url),
                            module.licences(),
                            path.raw(),
                            Component.Hashes.NONE,
                            ref,
                            "",
                            List.of("built into " + path.raw())));
            depends(ref, url);
        }
    }

    /**
     * The packages of a language that a file describes. One that a package of the distribution brings is a part of it: it has no
     * package URL, so that nobody counts it twice.
     */
    private void described(RootPath path, MetadataFile kind) throws IOException {
        List<Module> modules;
        try (ByteSource content = root.open(path)) {
            if (kind.isTooLarge(content)) {
                remark(path, "too large for the metadata of a package, so it is not read");
                return;
            }
            modules = kind.read(content);
        } catch (AccessDeniedException e) {
            return; // nothing can be said of it
        }
        String owner = owners.getOrDefault(path.raw(), "");
        for (Module module : modules) {
            if (described >= MAX_DESCRIBED) {
                return;
            }
            if (++described == MAX_DESCRIBED) {
                remark(path, "the last of " + MAX_DESCRIBED + " packages of languages; the others are left out");
            }
            String url = module.url();
            String ref = owner.isEmpty() ? url : "metadata:" + path.raw() + "#" + url;
            List<String> why = new ArrayList<>(List.of("described by " + path.raw()));
            if (!owner.isEmpty()) {
                why.add("a part of " + owner);
                depends(owner, ref);
            }
            components.putIfAbsent(
                    ref,
                    new Component(
                            Component.Kind.MODULE,
                            new Component.Identity(ref, module.shown(), module.version(), owner.isEmpty() ? url : ""),
                            module.licences(),
                            path.raw(),
                            Component.Hashes.NONE,
                            owner,
                            "",
                            why));
        }
    }

    private void remark(RootPath path, String problem) {
        if (remarks.size() < MAX_REMARKS) {
            remarks.add(path.raw() + ": " + problem);
        }
    }

    /**
     * Files that no package owns, and Java archives and metadata of packages even if one does.
     *
     * @param left directories of the databases themselves
     */
    private void others(Set<RootPath> left) throws IOException {
        Deque<RootPath> pending = new ArrayDeque<>(List.of(RootPath.ROOT));
        int count = 0;
        while (!pending.isEmpty()) {
            RootPath directory = pending.pop();
            List<String> names;
            try {
                names = root.list(directory);
            } catch (AccessDeniedException e) {
                continue;
            }
            for (String name : names) {
                RootPath path = directory.child(name);
                Node node = root.node(path).orElse(null);
                if (node instanceof Node.Directory && !SystemPaths.isMountPoint(path) && !left.contains(path)) {
                    pending.push(path);
                } else if (node instanceof Node.RegularFile file && file.size() > 0) {
                    boolean isNew = !owners.containsKey(path.raw()) && !components.containsKey(FILE + path.raw());
                    boolean isArchive = JavaArtifacts.isArchive(name);
                    Optional<MetadataFile> metadata = MetadataFile.at(path);
                    if (metadata.isPresent()) {
                        described(path, metadata.get());
                    }
                    if (isNew || isArchive) {
                        if (count++ < MAX_FILES) {
                            other(path, isArchive);
                        } else {
                            leftOut++;
                        }
                    }
                }
            }
        }
    }

    private void other(RootPath path, boolean isArchive) throws IOException {
        String ref = add(Component.Kind.FILE, path, List.of());
        if (isArchive) {
            try (ByteSource content = root.open(path)) {
                modules(ref, path, JavaArtifacts.of(content));
            } catch (AccessDeniedException e) {
                // counts as one without modules
            }
        }
    }

    private String add(Component.Kind kind, RootPath path, List<String> why) throws IOException {
        String ref = FILE + path.raw();
        String owner = owners.getOrDefault(path.raw(), "");
        MessageDigest one = digest("SHA-1");
        MessageDigest other = digest("SHA-256");
        try (ByteSource content = root.open(path)) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            long at = 0;
            for (int count = content.read(at, chunk); count >= 0; count = content.read(at, chunk.clear())) {
                at += count;
                one.update(chunk.flip().duplicate());
                other.update(chunk);
            }
        } catch (AccessDeniedException e) {
            return ref; // nothing is known about it
        }
        List<String> all = new ArrayList<>(why);
        if (owner.isEmpty()) {
            all.add("no package owns it");
        } else {
            depends(owner, ref);
        }
        components.put(
                ref,
                new Component(
                        kind,
                        new Component.Identity(ref, path.name(), "", ""),
                        List.of(),
                        path.raw(),
                        new Component.Hashes(
                                HexFormat.of().formatHex(one.digest()),
                                HexFormat.of().formatHex(other.digest())),
                        owner,
                        "",
                        all));
        return ref;
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }
}
