package dev.whittle.discover.owned;

import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.discover.Question;
import dev.whittle.discover.evidence.FamilyChoice;
import dev.whittle.resolve.Scene;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of the packages that own kept programs. */
class PackageFilesTest {
    private final Scene scene;
    private final StringBuilder status = new StringBuilder();

    PackageFilesTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root).elf("/usr/bin/plot", program());
        scene.tree().mode("/usr/bin/plot", "rwxr-xr-x");
    }

    @Test
    void settings_and_data_come_whatever_their_directories_are_called() throws Exception {
        scene.file("/usr/share/graphs/a", "x").file("/etc/graphs.conf", "").file("/usr/share/doc/plot/README", "");
        installed("plot", "", "/usr/bin/plot", "/usr/share/graphs/a", "/etc/graphs.conf", "/usr/share/doc/plot/README");
        assertThat(kept())
                .contains("/usr/share/graphs/a", "/etc/graphs.conf")
                .doesNotContain("/usr/share/doc/plot/README");
    }

    @Test
    void what_a_service_manager_a_compiler_or_a_language_reads_does_not_come() throws Exception {
        List<String> others = List.of(
                "/etc/init.d/plot",
                "/lib/systemd/system/plot.service",
                "/usr/include/plot.h",
                "/usr/lib/x86_64-linux-gnu/pkgconfig/plot.pc",
                "/usr/lib/graphs/libplot.a",
                "/usr/lib/python3/dist-packages/plot.py",
                "/usr/share/locale/de/LC_MESSAGES/plot.mo");
        for (String path : others) {
            scene.file(path, "x");
        }
        installed("plot", "", "/usr/bin/plot", others.toArray(new String[0]));
        assertThat(kept()).doesNotContainAnyElementsOf(others);
    }

    @Test
    void other_programs_come_if_the_package_was_installed_for_itself_and_they_cost_little() throws Exception {
        scene.elf("/usr/bin/plot-convert", program());
        scene.tree().mode("/usr/bin/plot-convert", "rwxr-xr-x");
        installed("plot", "", "/usr/bin/plot", "/usr/bin/plot-convert");
        assertThat(kept()).contains("/usr/bin/plot-convert");
        installed("reports", "Depends: plot\n", "/usr/share/reports/a");
        assertThat(kept()).doesNotContain("/usr/bin/plot-convert");
    }

    @Test
    void settings_come_beside_much_data() throws Exception {
        scene.tree().file("/usr/share/graphs/a", new byte[17 << 20]);
        scene.file("/etc/graphs.conf", "");
        installed("plot", "", "/usr/bin/plot", "/usr/share/graphs/a", "/etc/graphs.conf");
        assertThat(kept()).contains("/etc/graphs.conf").doesNotContain("/usr/share/graphs/a");
    }

    @Test
    void the_package_of_a_library_or_a_module_counts_as_well() throws Exception {
        scene.file("/usr/lib/python3/dist-packages/draw/__init__.py", "").file("/usr/share/colours/a", "x");
        scene.file("/etc/plot.conf", "modules = /usr/lib/python3/dist-packages/draw/__init__.py\n");
        installed("plot", "", "/usr/bin/plot", "/etc/plot.conf");
        installed("draw", "", "/usr/lib/python3/dist-packages/draw/__init__.py", "/usr/share/colours/a");
        assertThat(kept()).contains("/usr/share/colours/a");
    }

    @Test
    void a_package_of_the_same_source_that_is_needed_counts() throws Exception {
        scene.file("/usr/share/figures/a", "x").file("/usr/share/maps/a", "x");
        installed("plot", "Source: plotter\nDepends: plot-common, maps\n", "/usr/bin/plot");
        installed("plot-common", "Source: plotter\n", "/usr/share/figures/a");
        installed("maps", "", "/usr/share/maps/a");
        assertThat(kept()).contains("/usr/share/figures/a").doesNotContain("/usr/share/maps/a");
    }

    @Test
    void a_recommended_package_that_was_installed_for_itself_counts_with_its_programs() throws Exception {
        scene.elf("/usr/bin/render", program()).elf("/usr/bin/other", program());
        scene.tree().mode("/usr/bin/render", "rwxr-xr-x").mode("/usr/bin/other", "rwxr-xr-x");
        // Most recommended packages are absent: the image was built without them.
        installed("plot", "Recommends: render, absent-one, absent-two\n", "/usr/bin/plot");
        installed("render", "", "/usr/bin/render");
        installed("other", "", "/usr/bin/other");
        assertThat(kept()).contains("/usr/bin/render").doesNotContain("/usr/bin/other");
    }

    @Test
    void an_extension_that_was_installed_for_itself_counts() throws Exception {
        scene.file("/usr/share/extra/a", "x");
        installed("plot", "", "/usr/bin/plot");
        installed("plot-extra", "Depends: plot\n", "/usr/share/extra/a");
        assertThat(kept()).contains("/usr/share/extra/a");
    }

    @Test
    void the_base_system_does_not_count() throws Exception {
        scene.file("/usr/share/graphs/a", "x");
        installed("plot", "Priority: required\n", "/usr/bin/plot", "/usr/share/graphs/a");
        assertThat(kept()).doesNotContain("/usr/share/graphs/a");
    }

    @Test
    void much_data_is_optional() throws Exception {
        scene.tree().file("/usr/share/graphs/a", new byte[17 << 20]);
        installed("plot", "", "/usr/bin/plot", "/usr/share/graphs/a");
        assertThat(kept()).doesNotContain("/usr/share/graphs/a");
    }

    @Test
    void a_path_of_before_the_merge_of_usr_is_found_and_a_variable_may_name_a_helper() throws Exception {
        scene.link("/lib", "usr/lib");
        scene.elf("/usr/lib/graphs/driver-a", program());
        scene.tree().file("/usr/lib/graphs/driver-b", new byte[17 << 20]);
        scene.tree().mode("/usr/lib/graphs/driver-a", "rwxr-xr-x").mode("/usr/lib/graphs/driver-b", "rwxr-xr-x");
        installed("plot", "", "/usr/bin/plot", "/lib/graphs/driver-a", "/lib/graphs/driver-b");
        assertThat(kept()).doesNotContain("/usr/lib/graphs/driver-a");
        assertThat(Question.of(scene, "/usr/bin/plot")
                        .wholeImage()
                        .config("'Env':['DRIVER=driver-a']")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains("/usr/lib/graphs/driver-a")
                .doesNotContain("/usr/lib/graphs/driver-b");
    }

    @Test
    void a_library_that_a_modules_package_needs_may_be_loaded_by_name() throws Exception {
        scene.file("/usr/share/perl5/Draw.pm", "x")
                .file("/etc/plot.conf", "modules = /usr/share/perl5/Draw.pm\n")
                .file("/usr/lib/x86_64-linux-gnu/libsass.so.1", "x");
        installed("plot", "", "/usr/bin/plot", "/etc/plot.conf");
        installed("draw", "Depends: libsass1\n", "/usr/share/perl5/Draw.pm");
        installed("libsass1", "", "/usr/lib/x86_64-linux-gnu/libsass.so.1");
        assertThat(kept()).contains("/usr/lib/x86_64-linux-gnu/libsass.so.1");
    }

    private void installed(String name, String fields, String... files) throws IOException {
        status.append("Package: ").append(name).append("\nStatus: install ok installed\n");
        status.append(fields.contains("Priority") ? "" : "Priority: optional\n")
                .append(fields)
                .append('\n');
        scene.file("/var/lib/dpkg/status", status.toString());
        scene.file("/var/lib/dpkg/info/" + name + ".list", String.join("\n", files) + "\n");
    }

    private void installed(String name, String fields, String program, String[] files) throws IOException {
        String[] all = new String[files.length + 1];
        all[0] = program;
        System.arraycopy(files, 0, all, 1, files.length);
        installed(name, fields, all);
    }

    private List<String> kept() throws Exception {
        return Question.of(scene, "/usr/bin/plot")
                .wholeImage()
                .keeping(FamilyChoice.Keep.DEFAULT)
                .kept();
    }
}
