package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.path.HostPath;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Package files as roots: what they would install, and nothing else. For a directory, all packages are laid over each
 * other in the order of their names, as if they were installed together.
 */
final class Packages {
    private static final String DATA = "data.tar";

    private Packages() {}

    /** The files that a name refers to. */
    static List<Path> files(Path named, String suffix) throws IOException {
        if (!Files.isDirectory(named)) {
            return List.of(named);
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(named)) {
            for (Path entry : entries) {
                if (HostPath.rawName(entry).endsWith(suffix) && Files.isRegularFile(entry)) {
                    files.add(entry);
                }
            }
        }
        if (files.isEmpty()) {
            throw new NoSuchFileException(named.toString(), null, "no *" + suffix + " in this directory");
        }
        files.sort((one, other) -> HostPath.rawName(one).compareTo(HostPath.rawName(other)));
        return files;
    }

    /** deb(5): {@code debian-binary}, {@code control.tar}, {@code data.tar}, the last two with any compression. */
    static LayerBlob deb(String shown, ByteSource content) throws IOException, BadArchiveException {
        for (ArArchive.Member member : ArArchive.read(shown, content)) {
            String name = member.name();
            if (name.equals(DATA) || name.startsWith(DATA + ".")) {
                return new LayerBlob(shown + " " + name, member.content());
            }
        }
        throw new BadArchiveException(shown, 0, "an ar archive without data.tar: no Debian package");
    }

    /**
     * apk-package(5): the control segment has the package's own record.
     *
     * @param all is closed if it is not a package
     */
    static RootFs apk(String shown, LayeredRoot all) throws IOException, BadArchiveException {
        if (all.node(RootPath.of("/.PKGINFO")).isEmpty()) {
            all.close();
            throw new BadArchiveException(
                    shown, 0, "without .PKGINFO: no Alpine package, or only the beginning of one");
        }
        return new Installed(all);
    }

    static ByteSource open(Path file) throws IOException {
        return ByteSource.of(FileChannel.open(file, StandardOpenOption.READ));
    }

    /** Other members of an apk: {@code .SIGN.RSA.KEY}, {@code .PKGINFO}, scripts. */
    static boolean isMeta(String name) {
        return name.startsWith(".SIGN.")
                || List.of(
                                ".PKGINFO",
                                ".pre-install",
                                ".post-install",
                                ".pre-upgrade",
                                ".post-upgrade",
                                ".pre-deinstall",
                                ".post-deinstall",
                                ".trigger")
                        .contains(name);
    }

    /**
     * A root without the members that only the package manager reads. Format 2 of apk-tools concatenates the tars of
     * signature, control and data, the first two without end blocks, so that they form one tar.
     */
    private record Installed(LayeredRoot all) implements RootFs, Closeable {
        @Override
        public Optional<Node> node(RootPath path) throws IOException {
            boolean meta = path.parent().isRoot() && isMeta(path.name());
            return meta ? Optional.empty() : all.node(path);
        }

        @Override
        public List<String> list(RootPath directory) throws IOException {
            List<String> names = all.list(directory);
            return directory.isRoot()
                    ? names.stream().filter(name -> !isMeta(name)).toList()
                    : names;
        }

        @Override
        public ByteSource open(RootPath file) throws IOException {
            return all.open(file);
        }

        @Override
        public Map<String, byte[]> extendedAttributes(RootPath path) throws IOException {
            return all.extendedAttributes(path);
        }

        @Override
        public void close() throws IOException {
            all.close();
        }
    }
}
