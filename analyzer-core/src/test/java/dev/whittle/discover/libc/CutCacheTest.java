package dev.whittle.discover.libc;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.closure.Closure;
import dev.whittle.closure.Finding;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.discover.Question;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Scene;
import dev.whittle.rootfs.Node;
import dev.whittle.testdata.LdCacheBuilder;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The family ld.so.cache. */
class CutCacheTest {
    private static final RootPath CACHE = RootPath.of("/etc/ld.so.cache");

    private Scene scene;
    private byte[] whole = new byte[0];

    @BeforeEach
    void aRootWithLibrariesInPlacesOfTheirOwn(@TempDir Path root) throws Exception {
        whole = LdCacheBuilder.littleEndian()
                .entry("libz.so.1", "/lib/libz.so.1")
                .entry("libx.so.1", "/opt/lib/libx.so.1")
                .entry("libused.so", "/opt/lib/libunused.so")
                .entry("libplug.so", "/opt/lib/libplug.so")
                .entry("liblink.so", "/opt/links/liblink.so")
                .build();
        scene = Scene.glibc(root)
                .file("/etc/ld.so.cache", whole)
                .elf("/bin/app", program("libx.so.1", "libz.so.1"))
                .elf("/bin/plain", program("libz.so.1"))
                .elf("/bin/plugs", program("libz.so.1").imports("dlopen").data("libplug.so"))
                .elf("/opt/lib/libx.so.1.2", library())
                .link("/opt/lib/libx.so.1", "libx.so.1.2")
                .link("/opt/links/liblink.so", "../lib/libx.so.1.2")
                .libraries("/lib/libz.so.1", "/opt/lib/libunused.so", "/opt/lib/libplug.so");
    }

    @Test
    void it_holds_what_is_kept_under_names_that_work() throws Exception {
        Selection.Kept cache = kept(Question.of(scene, "/bin/app"));
        assertThat(names(cache)).containsExactly("libz.so.1 => /lib/libz.so.1", "libx.so.1 => /opt/lib/libx.so.1");
        assertThat(((Node.RegularFile) cache.node()).size())
                .isEqualTo(cache.content().orElseThrow().size());
        assertThat(cache.reasons())
                .extracting(Reason::kind)
                .containsExactly(Reason.Kind.CONFIGURATION, Reason.Kind.GENERATED);
        assertThat(cache.reasons().get(1))
                .isEqualTo(new Reason(
                        Reason.Kind.GENERATED,
                        "generated with 2 of its 5 entries: the system directories do not give libx.so.1",
                        RootPath.of("/opt/lib/libx.so.1.2")));
    }

    @Test
    void it_is_not_there_where_nothing_needs_it() throws Exception {
        assertThat(Question.of(scene, "/bin/plain").kept()).doesNotContain("/etc/ld.so.cache", "/etc/");
        assertThat(Question.of(scene, "/bin/plugs").kept()).doesNotContain("/etc/ld.so.cache");
    }

    @Test
    void what_a_program_loads_by_name_counts() throws Exception {
        assertThat(names(kept(Question.of(scene, "/bin/plugs").with("dlopen-strings"))))
                .containsExactly("libz.so.1 => /lib/libz.so.1", "libplug.so => /opt/lib/libplug.so");
    }

    @Test
    void all_is_without_it_only_where_it_is_named() throws Exception {
        assertThat(Question.of(scene, "/bin/app").without("all").kept()).contains("/etc/ld.so.cache");
        Closure without = Question.of(scene, "/bin/app").without("ld.so.cache").closure();
        assertThat(without.selection().get(CACHE)).isEmpty();
        assertThat(without.selection().get(CACHE.parent())).isEmpty();
        assertThat(without.excluded())
                .extracting(excluded -> excluded.path() + ": " + excluded.reason())
                .containsExactly("/etc/ld.so.cache: the system directories do not give libx.so.1");
        Closure plugs = Question.of(scene, "/bin/plugs")
                .with("dlopen-strings")
                .without("ld.so.cache")
                .closure();
        assertThat(plugs.isComplete()).isTrue();
        assertThat(plugs.hidden())
                .extracting(Closure.Hidden::finding)
                .filteredOn(finding -> finding.level() == Finding.Level.REMARK)
                .extracting(Finding::evidence)
                .containsExactly("left out, but the system directories do not give libplug.so");
    }

    private static Selection.Kept kept(Question question) throws Exception {
        return question.closure().selection().get(CACHE).orElseThrow();
    }

    private static List<String> names(Selection.Kept cache) throws Exception {
        return Scene.cacheEntries(cache.content().orElseThrow().head(1 << 20), ByteOrder.LITTLE_ENDIAN);
    }
}
