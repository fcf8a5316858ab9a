package dev.whittle.discover.packages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.closure.Generated;
import dev.whittle.closure.PackageShare;
import dev.whittle.closure.Selections;
import dev.whittle.packages.Databases;
import dev.whittle.packages.PackageDatabases;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.MemoryRoot;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PackageCutTest {
    private static PackageCut cut(MemoryRoot source, MemoryRoot kept) throws IOException {
        return new PackageCut(source, PackageDatabases.of(source), Selections.all(kept), Set.of(), name -> false);
    }

    private static MemoryRoot kept() {
        return new MemoryRoot().link("/lib", "usr/lib").file("/usr/lib/libc.so.6", "c");
    }

    private static List<String> names(PackageCut cut) {
        return cut.shares().stream()
                .filter(PackageShare::isKept)
                .map(PackageShare::name)
                .toList();
    }

    @Test
    void a_package_is_kept_with_its_files_through_links() throws IOException {
        PackageCut cut = cut(Databases.dpkg(), kept());
        assertThat(names(cut)).containsExactly("libc6");
        PackageShare libc = cut.shares().get(0);
        // The package lists the link /lib as a directory; the root has it as a link.
        assertThat(libc.kept()).contains(RootPath.of("/usr/lib/libc.so.6"));
        assertThat(libc.missing()).containsExactly("/etc/ld.so.conf.d/x.conf", "/lib/libm.so.6");
        assertThat(libc.isPartly()).isTrue();
    }

    @Test
    void documentation_alone_keeps_no_package() throws IOException {
        MemoryRoot kept = kept().file("/usr/share/doc/documented/NEWS", "news");
        assertThat(names(cut(Databases.dpkg(), kept))).containsExactly("libc6");
        kept.file("/usr/bin/documented", "documented");
        assertThat(names(cut(Databases.dpkg(), kept))).containsExactly("libc6", "documented");
    }

    @Test
    void directories_alone_keep_no_package() throws IOException {
        assertThat(names(cut(Databases.dpkg(), new MemoryRoot().directory("/usr/bin"))))
                .isEmpty();
    }

    @Test
    void a_diverted_file_counts_where_it_is() throws IOException {
        MemoryRoot kept = new MemoryRoot().file("/usr/bin/tool.real", "tool");
        assertThat(names(cut(Databases.dpkg(), kept))).containsExactly("tool");
    }

    @Test
    void a_package_of_unknown_files_is_kept() throws IOException {
        MemoryRoot source = new MemoryRoot().file("/var/lib/dpkg/status", """
                        Package: a
                        Status: install ok installed

                        Package: b
                        Status: deinstall ok config-files
                        """);
        PackageCut cut = cut(source, kept());
        assertThat(names(cut)).containsExactly("a");
        assertThat(cut.shares().get(0).isKnown()).isFalse();
    }

    @Test
    void what_is_written_has_a_reason_and_its_time() throws IOException {
        List<Generated> generated = cut(Databases.dpkg(), kept()).generated();
        assertThat(generated).isNotEmpty().allMatch(Generated::keepsTime);
        assertThat(generated)
                .filteredOn(its -> its.path().raw().equals("/var/lib/dpkg/status"))
                .singleElement()
                .matches(its -> its.reasons()
                        .get(0)
                        .detail()
                        .equals("packages: rewritten with 1 of its 4 packages: those of which more than documentation"
                                + " is kept"));
    }

    @Test
    void a_database_that_a_person_includes_stays_as_it_is() throws IOException {
        MemoryRoot kept = kept().file("/var/lib/dpkg/status", Databases.STATUS);
        assertThat(cut(Databases.dpkg(), kept).generated()).isEmpty();
    }

    @Test
    void chisel_s_manifest_is_cut_like_a_database() throws IOException {
        PackageCut cut = cut(Databases.chisel(), kept());
        assertThat(names(cut)).containsExactly("libc6");
        // The manifest is written again, and base-files has nothing else.
        assertThat(cut.shares().get(1).missing()).isEmpty();
        assertThat(cut.generated())
                .singleElement()
                .matches(its -> its.path().raw().equals("/var/lib/chisel/manifest.wall"))
                .matches(its -> its.reasons().get(0).detail().contains("rewritten with 1 of its 2 packages"));
    }
}
