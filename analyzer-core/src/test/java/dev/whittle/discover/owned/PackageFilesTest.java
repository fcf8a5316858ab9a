package dev.whittle.discover.owned;

import static dev.whittle.resolve.Scene.library;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                "/usr/lib/x86_64-linux-gnu/libplot.a",
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

    @ParameterizedTest
    @CsvSource({"modules = none, false", "modules = /usr/share/perl5/Draw.pm, true"})
    void a_module_that_is_kept_as_one_of_many_brings_no_programs_of_its_package(String line, boolean expected)
            throws Exception {
        scene.elf("/usr/bin/plot", program().data("/usr/share/perl5"))
                .file("/etc/plot.conf", line + "\n")
                .file("/usr/share/perl5/Draw.pm", "x")
                .elf("/usr/bin/draw", program());
        scene.tree().mode("/usr/bin/plot", "rwxr-xr-x").mode("/usr/bin/draw", "rwxr-xr-x");
        installed("plot", "", "/usr/bin/plot", "/etc/plot.conf");
        installed("draw", "", "/usr/bin/draw", "/usr/share/perl5/Draw.pm");
        unused();
        assertThat(kept().contains("/usr/share/perl5/Draw.pm")).isTrue();
        assertThat(kept().contains("/usr/bin/draw")).isEqualTo(expected);
    }

    /** A package with programs needs its libraries for these. */
    @ParameterizedTest
    @CsvSource({"/usr/share/perl5/Draw/Line.pm, true", "/usr/bin/draw, false"})
    void a_module_that_is_kept_as_one_of_many_brings_libraries_if_its_package_has_no_program(
            String other, boolean expected) throws Exception {
        scene.elf("/usr/bin/plot", program().data("/usr/share/perl5"))
                .file("/usr/share/perl5/Draw.pm", "x")
                .elf(other, program())
                .elf("/usr/lib/x86_64-linux-gnu/libdraw.so.1", library());
        scene.tree().mode("/usr/bin/plot", "rwxr-xr-x").mode(other, "rwxr-xr-x");
        installed("plot", "", "/usr/bin/plot");
        installed("draw", "Depends: libdraw1\n", other, "/usr/share/perl5/Draw.pm");
        installed("libdraw1", "", "/usr/lib/x86_64-linux-gnu/libdraw.so.1");
        unused();
        assertThat(kept()).contains("/usr/share/perl5/Draw.pm");
        assertThat(kept().contains("/usr/lib/x86_64-linux-gnu/libdraw.so.1")).isEqualTo(expected);
    }

    @Test
    void a_directory_for_packagers_is_the_data_of_the_package_of_its_name() throws Exception {
        scene.file("/usr/share/lintian/lib/a", "x").file("/usr/share/lintian/overrides/plot", "x");
        scene.elf("/usr/bin/lintian", program()).tree().mode("/usr/bin/lintian", "rwxr-xr-x");
        installed("plot", "", "/usr/bin/plot", "/usr/share/lintian/overrides/plot");
        assertThat(keptBy("/usr/bin/plot")).doesNotContain("/usr/share/lintian/overrides/plot");
        installed("lintian", "", "/usr/bin/lintian", "/usr/share/lintian/lib/a");
        assertThat(keptBy("/usr/bin/lintian")).contains("/usr/share/lintian/lib/a");
    }

    @Test
    void of_the_other_programs_those_are_left_out_that_cost_much() throws Exception {
        scene.elf("/usr/bin/plot-convert", program())
                .elf("/usr/bin/plot-view", program().data("x".repeat(3 << 20)));
        scene.tree().mode("/usr/bin/plot-convert", "rwxr-xr-x").mode("/usr/bin/plot-view", "rwxr-xr-x");
        installed("plot", "", "/usr/bin/plot", "/usr/bin/plot-convert", "/usr/bin/plot-view");
        Question question = Question.of(scene, "/usr/bin/plot").wholeImage().keeping(FamilyChoice.Keep.DEFAULT);
        assertThat(question.kept()).contains("/usr/bin/plot-convert").doesNotContain("/usr/bin/plot-view");
        assertThat(question.found("package-files"))
                .contains(
                        "LARGE /usr/bin/plot-view (/usr/bin/plot is of the package plot, and so are its other programs)");
    }

    @Test
    void settings_come_beside_much_data() throws Exception {
        scene.tree().file("/usr/share/graphs/a", new byte[17 << 20]);
        scene.file("/etc/graphs.conf", "");
        installed("plot", "", "/usr/bin/plot", "/usr/share/graphs/a", "/etc/graphs.conf");
        installed("reports", "Depends: plot\n", "/usr/share/reports/a");
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

    @ParameterizedTest
    @CsvSource({"/usr/lib/plots/tools/link, true", "/usr/share/figures/b, false"})
    void what_a_compiler_compiles_with_may_be_large_in_a_directory_that_both_have(String own, boolean expected)
            throws Exception {
        scene.file(own, "x").tree().file("/usr/lib/plots/lib/core.rlib", new byte[100 << 20]);
        installed("plot", "Source: plotter\nDepends: plot-dev\n", "/usr/bin/plot", own);
        installed("plot-dev", "Source: plotter\n", "/usr/lib/plots/lib/core.rlib");
        installed("build", "Depends: plot\n", "/usr/bin/build");
        assertThat(kept().contains("/usr/lib/plots/lib/core.rlib")).isEqualTo(expected);
    }

    @Test
    void a_recommended_package_that_was_installed_for_itself_counts_with_its_programs() throws Exception {
        scene.elf("/usr/bin/render", program()).elf("/usr/bin/other", program());
        scene.tree().mode("/usr/bin/render", "rwxr-xr-x").mode("/usr/bin/other", "rwxr-xr-x");
        // Most recommended packages are absent: the image was built without them.
        installed("plot", "Recommends: render, absent-one, absent-two\n", "/usr/bin/plot");
        installed("render", "", "/usr/bin/render");
        installed("other", "", "/usr/bin/other");
        unused();
        assertThat(kept()).contains("/usr/bin/render").doesNotContain("/usr/bin/other");
    }

    @Test
    void recommended_data_that_was_installed_for_itself_may_be_large() throws Exception {
        scene.tree().file("/usr/share/maps/world", new byte[100 << 20]);
        installed("plot", "Recommends: maps, absent-one, absent-two\n", "/usr/bin/plot");
        installed("maps", "", "/usr/share/maps/world");
        assertThat(kept()).contains("/usr/share/maps/world");
    }

    @Test
    void an_extension_that_was_installed_for_itself_counts() throws Exception {
        scene.file("/usr/share/extra/a", "x");
        installed("plot", "", "/usr/bin/plot");
        installed("plot-extra", "Depends: plot\n", "/usr/share/extra/a");
        assertThat(kept()).contains("/usr/share/extra/a");
    }

    @Test
    void an_extension_of_the_same_source_counts_whatever_it_is_called() throws Exception {
        scene.file("/etc/daemon/daemon.ini", "");
        installed("plot", "Source: plots\n", "/usr/bin/plot");
        installed("daemon", "Depends: plot\nSource: plots\n", "/etc/daemon/daemon.ini");
        assertThat(kept()).contains("/etc/daemon/daemon.ini");
    }

    @Test
    void what_an_extension_needs_of_the_same_source_counts() throws Exception {
        scene.file("/usr/share/plot-more/a", "").file("/usr/share/plot-base/a", "");
        installed("plot", "Source: plots\n", "/usr/bin/plot");
        installed("plot-more", "Depends: plot, plot-base\nSource: plots\n", "/usr/share/plot-more/a");
        installed("plot-base", "Depends: plot\nSource: plots\n", "/usr/share/plot-base/a");
        assertThat(kept()).contains("/usr/share/plot-more/a", "/usr/share/plot-base/a");
    }

    @Test
    void the_package_of_a_library_that_only_a_plugin_needs_has_its_settings() throws Exception {
        scene.elf("/usr/bin/plot", program().data("/usr/lib/plot"))
                .elf("/usr/lib/plot/a.so", library("libwords.so.1"))
                .libraries("/usr/lib/libwords.so.1")
                .file("/etc/wordsrc", "")
                .file("/usr/share/words/large", "x".repeat(1 << 20));
        installed("plot", "", "/usr/bin/plot");
        installed("libwords1", "", "/usr/lib/libwords.so.1", "/etc/wordsrc", "/usr/share/words/large");
        installed("words-tools", "Depends: libwords1\n", "/usr/share/words-tools/a");
        assertThat(kept()).contains("/etc/wordsrc").doesNotContain("/usr/share/words/large");
    }

    @Test
    void data_that_a_package_needs_in_its_own_directory_counts() throws Exception {
        scene.file("/usr/share/plot/lib/a", "")
                .file("/usr/share/plot/pkg/doc/init", "")
                .file("/usr/share/words/a", "");
        installed("plot", "Depends: plot-libs\nSource: plots\n", "/usr/bin/plot");
        installed("plot-libs", "Depends: plot-doc, words\nSource: plots\n", "/usr/share/plot/lib/a");
        installed("plot-doc", "", "/usr/share/plot/pkg/doc/init");
        installed("words", "", "/usr/share/words/a");
        assertThat(kept()).contains("/usr/share/plot/pkg/doc/init").doesNotContain("/usr/share/words/a");
    }

    @Test
    void the_base_system_does_not_count() throws Exception {
        scene.file("/usr/share/graphs/a", "x");
        installed("plot", "Priority: required\n", "/usr/bin/plot", "/usr/share/graphs/a");
        assertThat(kept()).doesNotContain("/usr/share/graphs/a");
    }

    @Test
    void what_apt_runs_is_of_the_base_system() throws Exception {
        scene.file("/usr/share/graphs/a", "x");
        installed("plot", "", "/usr/bin/plot", "/usr/share/graphs/a");
        assertThat(kept()).contains("/usr/share/graphs/a");
        installed("apt", "Depends: plot\n", "/usr/bin/apt-get");
        assertThat(kept()).doesNotContain("/usr/share/graphs/a");
    }

    @Test
    void much_data_is_optional_unless_the_package_was_installed_for_itself() throws Exception {
        scene.tree().file("/usr/share/graphs/a", new byte[17 << 20]);
        installed("plot", "", "/usr/bin/plot", "/usr/share/graphs/a");
        assertThat(kept()).contains("/usr/share/graphs/a");
        installed("reports", "Depends: plot\n", "/usr/share/reports/a");
        assertThat(kept()).doesNotContain("/usr/share/graphs/a");
    }

    @Test
    void a_compiler_that_was_installed_for_itself_reads_its_own_objects() throws Exception {
        scene.file("/usr/lib/plot/units/system.o", "x").file("/usr/lib/x86_64-linux-gnu/libplot.a", "x");
        installed("plot", "", "/usr/bin/plot", "/usr/lib/plot/units/system.o");
        assertThat(kept()).contains("/usr/lib/plot/units/system.o");
    }

    @Test
    void a_dependency_without_a_library_is_there_for_its_programs() throws Exception {
        scene.elf("/usr/bin/render", program("libbig.so")).elf("/usr/bin/look", program());
        scene.tree().mode("/usr/bin/render", "rwxr-xr-x").mode("/usr/bin/look", "rwxr-xr-x");
        large("/usr/lib/libbig.so", 3);
        installed("plot", "Depends: render, libbig1\n", "/usr/bin/plot");
        installed("render", "", "/usr/bin/render");
        installed("libbig1", "", "/usr/bin/look", "/usr/lib/libbig.so");
        assertThat(kept()).contains("/usr/bin/render");
    }

    @Test
    void a_dependency_that_the_installation_or_a_script_uses_proves_nothing() throws Exception {
        scene.elf("/usr/bin/render", program().data("x".repeat(3 << 20)));
        scene.file("/usr/bin/plot-script", "#!/bin/sh\n");
        scene.tree().mode("/usr/bin/render", "rwxr-xr-x").mode("/usr/bin/plot-script", "rwxr-xr-x");
        installed("render", "", "/usr/bin/render");
        installed("plot", "Depends: render\n", "/usr/bin/plot", "/usr/bin/plot-script");
        assertThat(kept()).contains("/usr/bin/render");
        scene.file("/var/lib/dpkg/info/plot.postinst", "#!/bin/sh\nrender --all\n");
        assertThat(kept()).doesNotContain("/usr/bin/render");
        scene.file("/var/lib/dpkg/info/plot.postinst", "#!/bin/sh\n");
        assertThat(kept()).contains("/usr/bin/render");
        scene.file("/usr/bin/plot-script", "#!/usr/bin/render\n");
        assertThat(kept()).doesNotContain("/usr/bin/render");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "if [ -z \"$(ss -nlt)\" ]; then x; fi | false",
                "  ss -nlt && x                  | false",
                "# as ss does: ask                | true",
                "echo no ss here                  | true",
            })
    void a_short_name_counts_where_a_command_may_begin(String line, boolean expected) throws Exception {
        scene.elf("/usr/bin/ss", program().data("x".repeat(3 << 20)));
        scene.tree().mode("/usr/bin/ss", "rwxr-xr-x");
        installed("sockets", "", "/usr/bin/ss");
        installed("plot", "Depends: sockets\n", "/usr/bin/plot");
        scene.file("/var/lib/dpkg/info/plot.postinst", "#!/bin/sh\n" + line + "\n");
        assertThat(kept().contains("/usr/bin/ss")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"@command = qw(render -x), true", "# say 'render', false", "say (render), false", "say 'render', true"})
    void a_list_of_words_begins_with_a_program_as_quotes_do(String line, boolean expected) throws Exception {
        scene.elf("/usr/bin/render", program());
        scene.tree().mode("/usr/bin/render", "rwxr-xr-x");
        scene.file("/usr/share/plot/out.pm", "# a comment before it\n" + line + "\n");
        installed("plot", "Depends: render\n", "/usr/bin/plot", "/usr/share/plot/out.pm");
        installed("render", "", "/usr/bin/render");
        installed("toolkit", "Depends: plot\n", "/usr/share/toolkit/a");
        unused();
        assertThat(kept().contains("/usr/bin/render")).isEqualTo(expected);
    }

    @Test
    void a_text_of_a_package_names_a_program_that_it_asks_for() throws Exception {
        scene.elf("/usr/bin/render", program("libbig.so")).elf("/usr/bin/look", program("libbig.so"));
        scene.tree().mode("/usr/bin/render", "rwxr-xr-x").mode("/usr/bin/look", "rwxr-xr-x");
        large("/usr/lib/libbig.so", 25);
        scene.file("/usr/share/plot/out.scm", "(run (search '(\"render\")))\n; look\n");
        installed("plot", "Recommends: render\n", "/usr/bin/plot", "/usr/share/plot/out.scm");
        installed("render", "", "/usr/bin/render", "/usr/bin/look");
        assertThat(kept()).contains("/usr/bin/render").doesNotContain("/usr/bin/look");
    }

    @Test
    void a_text_of_a_package_that_others_need_names_a_program_that_it_depends_on() throws Exception {
        scene.elf("/usr/bin/fix", program());
        scene.tree().mode("/usr/bin/fix", "rwxr-xr-x");
        scene.elf("/usr/bin/render", program()).elf("/usr/bin/look", program());
        scene.tree().mode("/usr/bin/render", "rwxr-xr-x").mode("/usr/bin/look", "rwxr-xr-x");
        scene.file("/usr/lib/plot/settings", "# `fix` repairs it\n[(\"output command\", \"render\")\n]\n");
        installed("plot", "Depends: render, fix\nSuggests: look\n", "/usr/bin/plot", "/usr/lib/plot/settings");
        installed("render", "", "/usr/bin/render");
        installed("look", "", "/usr/bin/look");
        installed("toolkit", "Depends: plot, look\n", "/usr/share/toolkit/a");
        unused();
        installed("fix", "", "/usr/bin/fix");
        assertThat(kept()).contains("/usr/bin/render").doesNotContain("/usr/bin/look", "/usr/bin/fix");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "render '/x' ; plot -g ! false",
                "render '/x' -- plot -g $2 ! true",
                "plot -g -- render -b '/x' ! true",
                "plot -g --render ! false",
            })
    void a_pipeline_in_a_package_that_extends_another_names_a_program_that_one_of_them_depends_on(
            String line, boolean expected) throws Exception {
        scene.elf("/usr/bin/render", program());
        scene.tree().mode("/usr/bin/render", "rwxr-xr-x");
        scene.file("/usr/share/plot/a.mode", line.replace("--", "|") + "\n");
        installed("plot", "Depends: render\n", "/usr/bin/plot");
        installed("render", "", "/usr/bin/render");
        installed("plot-de", "Depends: plot\n", "/usr/share/plot/a.mode");
        unused();
        assertThat(kept().contains("/usr/bin/render")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "Priority: important, true",
        "Priority: required, true",
        "Priority: required\\nEssential: yes, false",
    })
    void a_dependency_on_a_base_package_is_one_unless_it_is_essential(String fields, boolean expected)
            throws Exception {
        scene.elf("/usr/bin/render", program());
        scene.tree().mode("/usr/bin/render", "rwxr-xr-x");
        installed("plot", "Depends: render\n", "/usr/bin/plot");
        installed("render", fields.replace("\\n", "\n") + "\n", "/usr/bin/render");
        assertThat(kept().contains("/usr/bin/render")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "%__render\t/usr/bin/render, true",
        "render = \"/usr/bin/render -x\", true",
        "render: '/usr/bin/render', true",
        "see also the manual of /usr/bin/render, false",
        "# render /usr/bin/render, false",
    })
    void a_value_in_a_text_of_a_requested_package_is_a_program(String line, boolean expected) throws Exception {
        scene.elf("/usr/bin/render", program());
        scene.tree().mode("/usr/bin/render", "rwxr-xr-x");
        scene.file("/usr/lib/plot/macros", line.replace("\\t", "\t") + "\n");
        installed("plot", "", "/usr/bin/plot", "/usr/lib/plot/macros");
        installed("render", "Priority: required\n", "/usr/bin/render");
        assertThat(kept().contains("/usr/bin/render")).isEqualTo(expected);
    }

    @Test
    void a_text_of_a_package_names_a_program_that_was_installed_for_itself() throws Exception {
        scene.elf("/usr/bin/render", program()).elf("/usr/bin/sort", program());
        scene.tree().mode("/usr/bin/render", "rwxr-xr-x").mode("/usr/bin/sort", "rwxr-xr-x");
        scene.file("/usr/share/modules/find", "find(R names render-1 render)\nsort\n");
        installed("plot", "Depends: plot-data\nSource: plots\n", "/usr/bin/plot");
        installed("plot-data", "Source: plots\n", "/usr/share/modules/find");
        installed("render", "", "/usr/bin/render");
        installed("sorter", "", "/usr/bin/sort");
        unused();
        assertThat(kept()).contains("/usr/bin/render").doesNotContain("/usr/bin/sort");
    }

    @Test
    void what_a_shell_at_a_terminal_reads_names_no_program() throws Exception {
        scene.elf("/usr/bin/render", program());
        scene.tree().mode("/usr/bin/render", "rwxr-xr-x");
        scene.file("/usr/share/bash-completion/completions/plot", "complete -o nospace -F _plot plot render\n");
        installed("plot", "", "/usr/bin/plot", "/usr/share/bash-completion/completions/plot");
        installed("render", "", "/usr/bin/render");
        unused();
        assertThat(kept()).doesNotContain("/usr/bin/render");
    }

    @Test
    void a_name_in_path_of_a_kept_program_is_kept() throws Exception {
        scene.elf("/usr/lib/graphs/plotx64", program()).link("/usr/bin/plotx64", "../lib/graphs/plotx64");
        scene.tree().mode("/usr/lib/graphs/plotx64", "rwxr-xr-x");
        installed("plot", "", "/usr/bin/plot", "/usr/lib/graphs/plotx64");
        assertThat(kept()).contains("/usr/lib/graphs/plotx64", "/usr/bin/plotx64 -> ../lib/graphs/plotx64");
    }

    @Test
    void a_program_in_a_directory_of_the_package_is_a_part_of_it() throws Exception {
        scene.elf("/usr/lib/graphs/plot.run", program("libpart.so"))
                .elf("/usr/lib/graphs/all.run", program("libbig.so"));
        scene.tree().mode("/usr/lib/graphs/plot.run", "rwxr-xr-x").mode("/usr/lib/graphs/all.run", "rwxr-xr-x");
        large("/usr/lib/libpart.so", 3);
        large("/usr/lib/libbig.so", 9);
        installed("plot", "", "/usr/bin/plot", "/usr/lib/graphs/plot.run", "/usr/lib/graphs/all.run");
        assertThat(kept()).contains("/usr/lib/graphs/plot.run").doesNotContain("/usr/lib/graphs/all.run");
        installed("reports", "Depends: plot\n", "/usr/share/reports/a");
        assertThat(kept()).doesNotContain("/usr/lib/graphs/plot.run");
    }

    @Test
    void a_path_of_before_the_merge_of_usr_is_found_and_a_variable_may_name_a_helper() throws Exception {
        scene.link("/lib", "usr/lib");
        scene.elf("/usr/lib/graphs/driver-a", program().data("x".repeat(3 << 20)));
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
    void a_helper_whose_name_the_program_puts_together_is_kept_beside_large_ones() throws Exception {
        scene.elf("/usr/bin/plot", program().data("to-%s"));
        large("/usr/lib/libbig.so", 9);
        scene.elf("/usr/lib/graphs/plot-to-pdf", program("libbig.so"));
        scene.elf("/usr/lib/graphs/plot-daemon", program().data("x".repeat(17 << 20)));
        for (String path : List.of("/usr/bin/plot", "/usr/lib/graphs/plot-to-pdf", "/usr/lib/graphs/plot-daemon")) {
            scene.tree().mode(path, "rwxr-xr-x");
        }
        installed("plot", "", "/usr/bin/plot", "/usr/lib/graphs/plot-to-pdf", "/usr/lib/graphs/plot-daemon");
        assertThat(kept()).contains("/usr/lib/graphs/plot-to-pdf").doesNotContain("/usr/lib/graphs/plot-daemon");
        scene.elf("/usr/bin/plot", program().data("from-%s"));
        scene.tree().mode("/usr/bin/plot", "rwxr-xr-x");
        assertThat(kept()).doesNotContain("/usr/lib/graphs/plot-to-pdf");
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

    /** A library of so many megabytes. */
    @Test
    void a_collection_requests_what_it_depends_on() throws Exception {
        scene.tree().file("/usr/share/graphs/a", new byte[17 << 20]);
        scene.link("/usr/bin/draw", "plot").file("/usr/share/doc/graphics/copyright", "x");
        installed("plot", "", "/usr/bin/plot", "/usr/share/graphs/a");
        installed("plot-default", "Depends: plot\n", "/usr/bin/draw");
        installed("graphics", "Depends: plot-default\n", "/usr", "/usr/share/doc/graphics/copyright");
        assertThat(kept()).contains("/usr/share/graphs/a");
        installed("all-graphics", "Depends: graphics, a1, a2, a3, a4\n", "/usr");
        for (String member : List.of("a1", "a2", "a3", "a4")) {
            installed(member, "", "/usr/share/" + member);
        }
        assertThat(kept()).doesNotContain("/usr/share/graphs/a");
    }

    @Test
    void the_home_of_a_requested_program_is_kept_with_its_tools() throws Exception {
        scene.elf("/usr/lib/plot-3/bin/plot3", program())
                .elf("/usr/lib/plot-3/tool/x86/paint", program().data("x".repeat(20 << 20)))
                .elf("/usr/lib/plot-3/plugins/search.so", library("libbig.so"))
                .elf("/usr/lib/plot-3/plugins/fill.so", library())
                .link("/usr/bin/plot3", "../lib/plot-3/bin/plot3")
                .file("/etc/plot3.conf", "fill = none\n")
                .file("/usr/lib/plot-3/VERSION", "3");
        large("/usr/lib/libbig.so", 25);
        scene.tree().mode("/usr/lib/plot-3/bin/plot3", "rwxr-xr-x").mode("/usr/lib/plot-3/tool/x86/paint", "rwxr-xr-x");
        installed(
                "plot-3",
                "",
                "/usr/bin/plot3",
                "/usr/lib/plot-3/bin/plot3",
                "/usr/lib/plot-3/tool/x86/paint",
                "/usr/lib/plot-3/plugins/search.so",
                "/usr/lib/plot-3/plugins/fill.so",
                "/etc/plot3.conf",
                "/usr/lib/plot-3/VERSION");
        installed("libbig", "", "/usr/lib/libbig.so");
        assertThat(keptBy("/usr/bin/plot3"))
                .contains(
                        "/usr/lib/plot-3/VERSION", "/usr/lib/plot-3/tool/x86/paint", "/usr/lib/plot-3/plugins/fill.so");
        String evidence = " (/usr/lib/plot-3/bin/plot3 is of the package plot-3)";
        assertThat(Question.of(scene, "/usr/bin/plot3").wholeImage().found("package-files"))
                .contains(
                        "EXPECTED /usr/lib/plot-3/plugins/fill.so" + evidence,
                        "UNCERTAIN /usr/lib/plot-3/plugins/search.so" + evidence);
    }

    @Test
    void a_package_has_tools_in_its_part_of_a_directory_that_its_program_names() throws Exception {
        scene.elf("/usr/bin/plot", program().data("/usr/lib/gcc/"))
                .elf("/usr/lib/gcc/avr/5/tool", program("libbig.so"))
                .file("/usr/lib/gcc/avr/5/specs/a", "");
        large("/usr/lib/libbig.so", 25);
        scene.tree().mode("/usr/lib/gcc/avr/5/tool", "rwxr-xr-x");
        installed("plot", "", "/usr/bin/plot", "/usr/lib/gcc/avr/5/tool", "/usr/lib/gcc/avr/5/specs/a");
        installed("libraries", "Depends: plot\n", "/usr/share/libraries/a");
        assertThat(kept()).contains("/usr/lib/gcc/avr/5/tool", "/usr/lib/gcc/avr/5/specs/a");
        scene.elf("/usr/bin/plot", program());
        assertThat(kept()).doesNotContain("/usr/lib/gcc/avr/5/tool");
    }

    @Test
    void of_a_home_that_is_too_large_the_smaller_directories_are_kept() throws Exception {
        scene.file("/usr/bin/plot3", "#!/bin/sh\nexec /usr/lib/plot-3/bin/plot3 -B/usr/lib/plot-3\n")
                .elf("/usr/lib/plot-3/bin/plot3", program())
                .file("/usr/lib/plot-3/settings", "3")
                .file("/usr/lib/plot-3/base/list", "3");
        scene.tree()
                .mode("/usr/bin/plot3", "rwxr-xr-x")
                .mode("/usr/lib/plot-3/bin/plot3", "rwxr-xr-x")
                .file("/usr/lib/plot-3/base/data", new byte[80 << 20])
                .file("/usr/lib/plot-3/large/data", new byte[200 << 20]);
        installed(
                "plot-3",
                "",
                "/usr/bin/plot3",
                "/usr/lib/plot-3/bin/plot3",
                "/usr/lib/plot-3/settings",
                "/usr/lib/plot-3/base/list",
                "/usr/lib/plot-3/base/data",
                "/usr/lib/plot-3/large/data");
        assertThat(Question.of(scene)
                        .started("/usr/bin/plot3")
                        .wholeImage()
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .found("package-files"))
                .contains(
                        "EXPECTED /usr/lib/plot-3/settings/** (/usr/bin/plot3 is of the package plot-3)",
                        "EXPECTED /usr/lib/plot-3/base/list/** /usr/lib/plot-3/base/data/** (/usr/bin/plot3 is of the"
                                + " package plot-3)",
                        "LARGE /usr/lib/plot-3/large/data/** (/usr/bin/plot3 is of the package plot-3)");
    }

    @Test
    void an_application_without_a_program_is_used_if_one_of_its_sources_is() throws Exception {
        scene.file("/usr/share/mail/program/view.php", "<?php\n")
                .file("/var/lib/mail/index.php", "<?php\n")
                .file("/etc/plot.conf", "page = /var/lib/mail/index.php\n");
        installed("plot", "", "/usr/bin/plot", "/etc/plot.conf");
        installed("mail", "", "/var/lib/mail/index.php", "/usr/share/mail/program/view.php");
        assertThat(kept()).contains("/usr/share/mail/program/view.php");
    }

    @Test
    void an_application_is_used_if_a_directory_with_its_sources_is_kept() throws Exception {
        scene.file("/usr/share/mail/program/view.php", "<?php\n")
                .file("/var/lib/mail/www/index.php", "<?php\n")
                .file("/etc/plot.conf", "pages = /var/lib/mail/www\n");
        installed("plot", "", "/usr/bin/plot", "/etc/plot.conf");
        installed("mail", "", "/var/lib/mail/www/index.php", "/usr/share/mail/program/view.php");
        assertThat(kept()).contains("/var/lib/mail/www/index.php", "/usr/share/mail/program/view.php");
    }

    @Test
    void a_directory_of_plugins_that_settings_name_is_of_a_used_package() throws Exception {
        scene.elf("/usr/lib/checks/plugins/check_disk", program().data("x".repeat(5 << 20)))
                .file("/etc/plot.conf", "PluginDir = \"/usr/lib/checks/plugins\"\n");
        scene.tree().mode("/usr/lib/checks/plugins/check_disk", "rwxr-xr-x");
        scene.elf("/usr/lib/checks/plugins/check_plot", program());
        scene.tree().mode("/usr/lib/checks/plugins/check_plot", "rwxr-xr-x");
        installed("plot", "", "/usr/bin/plot", "/etc/plot.conf", "/usr/lib/checks/plugins/check_plot");
        installed("checks", "", "/usr/lib/checks/plugins/check_disk");
        assertThat(kept()).contains("/usr/lib/checks/plugins/check_disk");
        installed("reports", "Depends: checks\n", "/usr/share/reports/a");
        assertThat(kept()).doesNotContain("/usr/lib/checks/plugins/check_disk");
    }

    @Test
    void a_requested_package_whose_plugins_are_beside_kept_ones_is_used() throws Exception {
        scene.elf("/usr/lib/engines-3/own.so", library())
                .elf("/usr/lib/engines-3/token.so", library())
                .elf("/usr/lib/other/engines/token.so", library())
                .file("/etc/token.conf", "");
        unused();
        installed("plot", "", "/usr/bin/plot", "/usr/lib/engines-3/own.so");
        installed("token-engine", "", "/usr/lib/engines-3/token.so", "/etc/token.conf");
        installed("other-engine", "", "/usr/lib/other/engines/token.so");
        assertThat(kept())
                .contains("/usr/lib/engines-3/token.so", "/etc/token.conf")
                .doesNotContain("/usr/lib/other/engines/token.so");
        installed("plot-all", "Depends: token-engine\n", "/usr/share/plot-all/a");
        assertThat(kept()).doesNotContain("/usr/lib/engines-3/token.so");
    }

    @Test
    void one_requested_package_may_have_a_use_that_cannot_be_seen() throws Exception {
        for (String program : List.of("/usr/bin/copier", "/usr/bin/mover")) {
            scene.elf(program, program());
            scene.tree().mode(program, "rwxr-xr-x");
        }
        installed("plot", "", "/usr/bin/plot");
        installed("copier", "", "/usr/bin/copier");
        assertThat(kept()).contains("/usr/bin/copier");
        assertThat(Question.of(scene, "/usr/bin/plot").wholeImage().kept()).doesNotContain("/usr/bin/copier");
        installed("mover", "", "/usr/bin/mover");
        assertThat(kept()).doesNotContain("/usr/bin/copier", "/usr/bin/mover");
    }

    @Test
    void a_script_behind_a_link_does_not_bring_its_interpreter() throws Exception {
        scene.file("/usr/lib/plot/check.pl", "#!/usr/bin/perl\n")
                .link("/usr/lib/plot/check", "check.pl")
                .elf("/usr/bin/perl", program().data("x".repeat(3 << 20)));
        scene.tree().mode("/usr/lib/plot/check.pl", "rwxr-xr-x").mode("/usr/bin/perl", "rwxr-xr-x");
        installed("plot", "", "/usr/bin/plot", "/usr/lib/plot/check.pl", "/usr/lib/plot/check");
        assertThat(kept()).doesNotContain("/usr/bin/perl");
    }

    /** With several packages without a use, none of them is kept. */
    private void unused() throws IOException {
        for (String name : List.of("spare", "spare-two")) {
            scene.elf("/usr/bin/" + name, program());
            scene.tree().mode("/usr/bin/" + name, "rwxr-xr-x");
            installed(name, "", "/usr/bin/" + name);
        }
    }

    private void large(String path, int megabytes) throws IOException {
        scene.elf(
                path,
                library().soname(path.substring(path.lastIndexOf('/') + 1)).data("x".repeat(megabytes << 20)));
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
        return keptBy("/usr/bin/plot");
    }

    private List<String> keptBy(String program) throws Exception {
        return Question.of(scene, program)
                .wholeImage()
                .keeping(FamilyChoice.Keep.DEFAULT)
                .kept();
    }
}
