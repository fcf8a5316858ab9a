package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.ByteSource;
import dev.whittle.source.DirectoryRoot;
import dev.whittle.source.LayerBlob;
import dev.whittle.source.LayerProgress;
import dev.whittle.source.LayeredRoot;
import dev.whittle.stream.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives of real writers: the tree read from one is that which GNU tar unpacks from it. */
@Tag("system")
class TarFormatsIT {
    /** What any format can hold is in {@code plain}; the rest needs extensions. */
    private static final String TREE = """
            mkdir -p plain/d/e "plain/$(printf 'caf\\351')" plain/sticky
            head -c 100000 /dev/urandom >plain/d/file
            ln plain/d/file plain/second
            ln -s ../d/file plain/d/e/link
            ln plain/d/e/link plain/link-too
            chown 12:34 plain/d/e plain/d/file
            chown -h 5:6 plain/d/e/link
            chmod 4751 plain/d/file
            chmod 1777 plain/sticky
            : >plain/empty
            head -c 512 /dev/zero >plain/block
            mkdir special
            mkfifo special/pipe
            mknod special/null c 1 3
            mknod special/disk b 259 70000
            mkdir more
            name=$(printf 'n%.0s' $(seq 200))
            mkdir -p "more/$name/$name"
            echo long >"more/$name/$name/$name"
            ln "more/$name/$name/$name" more/short
            ln -s "$name/$name/$name" more/link
            echo big >more/owner
            chown 3000000000:4000000000 more/owner
            : >more/old
            : >more/future
            truncate -s 5000000 more/sparse
            for at in 0 1000000 1004096 1200000 2000000 3000000 3500000 4000000 4999999; do
                printf x | dd of=more/sparse bs=1 seek=$at conv=notrunc status=none
            done
            truncate -s 1000000 more/hole
            mkdir attributes
            : >attributes/file
            setfattr -n user.bytes -v 0x00ff0a3d25 attributes/file
            setfattr -n user.empty attributes/file
            setfattr -n 'user.a=b%' -v 1 attributes/file
            setfattr -n security.capability -v 0x0100000200040000000000000000000000000000 attributes/file
            setfattr -n user.of.directory -v yes attributes
            find . -depth -exec touch -h -d @1000000000 {} +
            touch -d '1969-12-31 23:59:58.5 UTC' more/old
            touch -d @9000000000 more/future
            """;

    private final Path scratch;

    TarFormatsIT(@TempDir Path scratch) throws IOException, InterruptedException {
        this.scratch = scratch;
        Setup.requireRoot();
        Command.bash("umask 022; set -e; cd \"$1\"; mkdir tree; cd tree\n" + TREE, List.of(scratch.toString()))
                .run()
                .succeeds();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tar --format=v7 -c plain",
                "tar --format=oldgnu --sparse -c plain special more",
                "tar --format=gnu -c plain special more",
                "tar --format=gnu --sparse -c plain special more",
                "tar --format=gnu --numeric-owner -c ./plain ./special//",
                "tar --format=ustar -c plain special",
                "tar --format=pax -c plain special more",
                "tar --format=pax --sparse --sparse-version=0.0 -c plain more",
                "tar --format=pax --sparse --sparse-version=0.1 -c plain more",
                "tar --format=pax --sparse --sparse-version=1.0 -c plain more",
                "tar --format=pax --xattrs --xattrs-include=* -c plain more attributes",
                "tar --format=pax --pax-option=globexthdr.name=g,gid=77,mtime=1 -c plain",
                "tar --format=pax -P -c plain --transform='flags=rSh;s,^,/,'",
                "tar --format=gnu -b 1 -c plain",
                "bsdtar --format=ustar -cf - plain special",
                "bsdtar --format=gnutar -cf - plain special",
                // Without nested directories of more: their order here makes GNU tar 1.34 lose a time.
                "bsdtar --format=pax --exclude=more/n* -cf - plain special more attributes",
            })
    void is_read_as_gnu_tar_unpacks_it(String writer) throws Exception {
        Path archive = Files.createTempFile(scratch, "a", ".tar");
        Command.bash("cd \"$1/tree\" && " + writer + " >\"$2\"", List.of(scratch.toString(), archive.toString()))
                .run()
                .succeeds();
        compare(archive);
    }

    @ParameterizedTest
    @ValueSource(strings = {"USTAR", "GNU", "PAX"})
    void is_read_as_gnu_tar_unpacks_it_from_python(String format) throws Exception {
        Path archive = Files.createTempFile(scratch, "a", ".tar");
        String script = "import sys, tarfile\n"
                + "with tarfile.open(sys.argv[1], 'w', format=tarfile." + format + "_FORMAT) as tar:\n"
                + "    for name in sys.argv[2:]: tar.add(name)\n";
        List<Object> words = format.equals("USTAR") ? List.of("plain") : List.of("plain", "special", "more");
        Command.of(Setup.tool("python3"), "-c", script, archive)
                .andThen(words.toArray())
                .in(scratch.resolve("tree"))
                .run()
                .succeeds();
        compare(archive);
    }

    private void compare(Path archive) throws Exception {
        Path unpacked = Files.createTempDirectory(scratch, "unpacked");
        Archive.unpack(archive, unpacked);
        LayerBlob layer = new LayerBlob("a.tar", ByteSource.of(Files.readAllBytes(archive)));
        Workspace workspace = new Workspace(scratch, Workspace.DEFAULT_MAX_BYTES);
        try (LayeredRoot root = LayeredRoot.open(List.of(layer), workspace, LayerProgress.NONE, 1)) {
            List<String> lines = RootText.of(root);
            assertThat(lines).hasSizeGreaterThan(5).isEqualTo(RootText.of(DirectoryRoot.open(unpacked)));
        }
    }
}
