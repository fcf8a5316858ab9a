package dev.whittle.discover.libc;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.discover.Question;
import dev.whittle.discover.evidence.FamilyChoice;
import dev.whittle.resolve.Scene;
import dev.whittle.testdata.ElfBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the C library opens for the functions that a program imports. */
class LibcTest {
    private final Path directory;

    LibcTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "getpwnam       | 2.36 | /etc/passwd /etc/group /etc/nsswitch.conf /lib/libnss_ldap.so.2",
                "getpwnam       | 2.31 | /etc/passwd /etc/group /etc/nsswitch.conf /lib/libnss_ldap.so.2"
                        + " /lib/libnss_files.so.2",
                "getaddrinfo    | 2.36 | /etc/nsswitch.conf /etc/host.conf /lib/libnss_ldap.so.2 /lib/libnss_mdns4.so.2",
                "getaddrinfo    | 2.31 | /etc/nsswitch.conf /etc/host.conf /lib/libnss_ldap.so.2 /lib/libnss_mdns4.so.2"
                        + " /lib/libnss_files.so.2 /lib/libnss_dns.so.2 /lib/libresolv.so.2",
                "getservbyname  | 2.36 | /etc/nsswitch.conf /etc/services /lib/libnss_ldap.so.2",
                "pthread_cancel | 2.36 | /lib/libgcc_s.so.1",
                "backtrace      | 2.36 | /lib/libgcc_s.so.1",
                "localtime      | 2.36 | /etc/timezone /etc/localtime /usr/share/zoneinfo/UTC",
                "malloc         | 2.36 | ''",
            })
    void an_imported_function_brings_what_glibc_opens_for_it(String symbol, String version, String expected)
            throws Exception {
        Scene scene = glibc(version).elf("/bin/app", program("libc.so.6").imports(symbol));
        assertThat(more(Question.of(scene, "/bin/app")))
                .containsExactlyInAnyOrder(expected.isEmpty() ? new String[0] : expected.split(" "));
    }

    @Test
    void musl_has_no_modules_and_reads_no_nsswitch() throws Exception {
        Scene scene = Scene.musl(directory)
                .elf("/bin/app", Scene.muslProgram().imports("getpwnam", "getaddrinfo", "pthread_cancel", "iconv_open"))
                .file("/etc/passwd", "")
                .file("/etc/nsswitch.conf", "")
                .libraries("/lib/libgcc_s.so.1", "/lib/libnss_files.so.2");
        assertThat(more(Question.of(scene, "/bin/app"))).containsExactly("/etc/passwd");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'User':'app'                 | REQUIRED /etc/passwd (the image's User is app)",
                "'User':'1000:1000'           | RECOMMENDED /etc/passwd (the image's User is 1000:1000)",
            })
    void the_image_s_user_needs_its_name(String config, String expected) throws Exception {
        Scene scene = glibc("2.36").elf("/bin/app", program());
        assertThat(Question.of(scene, "/bin/app").config(config).found("users")).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TZ=Europe/Amsterdam  | REQUIRED /usr/share/zoneinfo/Europe/Amsterdam (the image's TZ is Europe/Amsterdam)",
                "TZ=:Europe/Amsterdam | REQUIRED /usr/share/zoneinfo/Europe/Amsterdam (the image's TZ is :Europe/Amsterdam)",
                "TZ=No/Where          | REMARK (the image's TZ is No/Where, which the root does not have)",
                "TZ=CET-1             |",
            })
    void the_image_s_zone_is_kept(String variable, String expected) throws Exception {
        Scene scene = glibc("2.36").elf("/bin/app", program());
        assertThat(Question.of(scene, "/bin/app")
                        .config("'Env':['" + variable + "']")
                        .found("tzdata"))
                .containsExactly(expected == null ? new String[0] : new String[] {expected});
    }

    @ParameterizedTest
    @ValueSource(strings = {"zone.tab", "TZif"})
    void a_library_that_reads_the_list_of_zones_or_their_files_opens_them_itself(String read) throws Exception {
        Scene scene = glibc("2.36")
                .elf("/bin/app", program("libcal.so"))
                .elf("/lib/libcal.so", library().data("/usr/share/zoneinfo"));
        assertThat(Question.of(scene, "/bin/app").kept()).doesNotContain("/usr/share/zoneinfo/Europe/Amsterdam");
        scene.elf("/lib/libcal.so", library().data("/usr/share/zoneinfo", read));
        assertThat(Question.of(scene, "/bin/app").kept()).contains("/usr/share/zoneinfo/Europe/Amsterdam");
    }

    @Test
    void go_looks_zones_up_by_name_unless_it_carries_them() throws Exception {
        ElfBuilder go = ElfBuilder.x86_64()
                .type(ElfBuilder.ET_EXEC)
                .withoutDynamic()
                .note("Go", 4, new byte[4])
                .data("time.LoadLocation");
        Scene scene = glibc("2.36").elf("/bin/app", go);
        assertThat(Question.of(scene, "/bin/app").kept()).contains("/usr/share/zoneinfo/Europe/Amsterdam");
        scene.elf("/bin/app", go.data("time/tzdata.registerLoadFromEmbeddedTZData"));
        assertThat(Question.of(scene, "/bin/app").kept()).containsExactly("/bin/", "/bin/app");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LANG=C.UTF-8     | RECOMMENDED /usr/lib/locale/C.utf8/**",
                "LC_ALL=en_US     | RECOMMENDED /usr/lib/locale/locale-archive",
                "LANG=C           | POSSIBLE /usr/lib/locale/C.utf8/**",
                "X=y              | POSSIBLE /usr/lib/locale/C.utf8/**",
            })
    void the_image_s_locale_is_kept_for_a_program_that_sets_it(String variable, String expected) throws Exception {
        Scene scene = glibc("2.36")
                .elf("/bin/app", program("libc.so.6").imports("setlocale"))
                .file("/usr/lib/locale/C.utf8/LC_CTYPE", "")
                .file("/usr/lib/locale/locale-archive", "");
        assertThat(Question.of(scene, "/bin/app")
                        .config("'Env':['" + variable + "']")
                        .found("locale"))
                .first()
                .asString()
                .startsWith(expected + " (/bin/app imports setlocale");
    }

    @ParameterizedTest
    @CsvSource({"/usr/share/zoneinfo, true", "/usr/share/zoneinfo/, true", "/usr/share/zoneinfo.x, false"})
    void a_program_that_reads_zones_itself_has_them_all(String string, boolean expected) throws Exception {
        Scene scene = glibc("2.36").elf("/bin/app", program().data(string));
        assertThat(Question.of(scene, "/bin/app").kept().contains("/usr/share/zoneinfo/Europe/Amsterdam"))
                .isEqualTo(expected);
    }

    @Test
    void a_locale_that_a_program_asks_for_by_itself_is_kept() throws Exception {
        Scene scene = glibc("2.36")
                .elf("/bin/app", program("libc.so.6").imports("setlocale").data("C.UTF-8"))
                .elf("/bin/other", program("libc.so.6").data("C.UTF-8"))
                .file("/usr/lib/locale/C.utf8/LC_CTYPE", "");
        assertThat(Question.of(scene, "/bin/app").kept()).contains("/usr/lib/locale/C.utf8/LC_CTYPE");
        assertThat(Question.of(scene, "/bin/other").kept()).doesNotContain("/usr/lib/locale/C.utf8/LC_CTYPE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'Cmd':['/bin/app','-f','latin-9']               | true",
                "'Cmd':['/bin/app','-fISO-8859-15']              | true",
                "'Cmd':['/bin/app','--to=LATIN-9//TRANSLIT']     | true",
                "'Cmd':['/bin/sh','-c','app -f LATIN-9; cat']    | true",
                "'Cmd':['/bin/app','is','mac']                   | false",
                "'Cmd':['/bin/app','/LATIN-9/x','x-LATIN-9']     | false",
            })
    void character_sets_are_named_by_the_command_too(String config, boolean expected) throws Exception {
        Scene scene = glibc("2.36")
                .elf("/bin/app", program("libc.so.6").imports("iconv_open"))
                .file("/usr/lib/gconv/gconv-modules", """
                        module  ISO-8859-15//   INTERNAL        ISO8859-15      1
                        alias LATIN-9// ISO-8859-15//
                        module MAC// INTERNAL ISO8859-15 1
                        """)
                .libraries("/usr/lib/gconv/ISO8859-15.so");
        assertThat(Question.of(scene, "/bin/app").config(config).wholeImage().kept().stream()
                        .anyMatch("/usr/lib/gconv/ISO8859-15.so"::equals))
                .isEqualTo(expected);
        assertThat(Question.of(scene, "/bin/app").config(config).kept()).doesNotContain("/usr/lib/gconv/ISO8859-15.so");
    }

    @Test
    void character_sets_that_a_program_names_come_with_their_modules() throws Exception {
        Scene scene = glibc("2.36")
                .elf("/bin/app", program("libc.so.6").imports("iconv_open").data("LATIN-9", "UTF-8"))
                .file("/usr/lib/gconv/gconv-modules", """
                        module INTERNAL ISO-8859-15// ISO8859-15 1
                        module  ISO-8859-15//   INTERNAL        ISO8859-15      1
                        alias LATIN-9// ISO-8859-15//
                        module EUC-JP// INTERNAL EUC-JP 1
                        """)
                .libraries("/usr/lib/gconv/ISO8859-15.so", "/usr/lib/gconv/EUC-JP.so");
        assertThat(Question.of(scene, "/bin/app").kept())
                .contains("/usr/lib/gconv/gconv-modules", "/usr/lib/gconv/ISO8859-15.so")
                .doesNotContain("/usr/lib/gconv/EUC-JP.so");
        assertThat(Question.of(scene, "/bin/app").found("gconv"))
                .contains("REQUIRED /usr/lib/gconv/ISO8859-15.so (/bin/app imports iconv_open and holds the string"
                        + " LATIN-9)");
        assertThat(Question.of(scene, "/bin/app").with("gconv-all").kept()).contains("/usr/lib/gconv/EUC-JP.so");
        assertThat(Question.of(scene, "/bin/app")
                        .config("'Env':['LANG=ja_JP.EUC-JP']")
                        .kept())
                .contains("/usr/lib/gconv/EUC-JP.so");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {"'EUC-JP', true", "'EUC-JP//TRANSLIT', true", "EUC-JP, false", "'EUC-XX', false"})
    void a_source_of_the_application_names_character_sets(String literal, boolean expected) throws Exception {
        Scene scene = glibc("2.36")
                .elf("/bin/app", program("libc.so.6").imports("iconv_open"))
                .file("/usr/lib/gconv/gconv-modules", "module EUC-JP// INTERNAL EUC-JP 1\n")
                .file("/app/a.php", "<?php echo iconv('UTF-8', " + literal + ", $x);\n")
                .libraries("/usr/lib/gconv/EUC-JP.so");
        assertThat(Question.of(scene, "/bin/app")
                        .config("'Cmd':['/bin/app','/app/a.php']")
                        .wholeImage()
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept()
                        .contains("/usr/lib/gconv/EUC-JP.so"))
                .isEqualTo(expected);
    }

    @Test
    void character_sets_that_data_often_names_are_kept_for_a_program_that_converts() throws Exception {
        Scene scene = glibc("2.36")
                .elf("/bin/app", program("libc.so.6").imports("iconv_open"))
                .elf("/bin/other", program("libc.so.6").imports("g_convert"))
                .file(
                        "/usr/lib/gconv/gconv-modules",
                        "module UTF-16// INTERNAL UTF-16 1\nmodule A-1// INTERNAL A-1 1\n")
                .libraries("/usr/lib/gconv/UTF-16.so", "/usr/lib/gconv/A-1.so");
        assertThat(Question.of(scene, "/bin/app").found("gconv"))
                .contains(
                        "EXPECTED /usr/lib/gconv/UTF-16.so (/bin/app imports iconv_open, and UTF-16 is common in data)")
                .noneMatch(line -> line.contains("A-1"));
        assertThat(Question.of(scene, "/bin/other").found("gconv")).noneMatch(line -> line.contains("UTF-16.so"));
    }

    @ParameterizedTest
    @CsvSource({
        "iconv_open, CP%d, true",
        "g_iconv_open, CP%u, true",
        "iconv_open, .CP%u, true",
        "iconv_open, CP%s, false",
        "iconv_open, LCP%d, false",
        "getenv, CP%d, false",
    })
    void a_format_of_a_number_stands_for_all_character_sets_of_this_name(
            String function, String format, boolean expected) throws Exception {
        Scene scene = glibc("2.36")
                .elf("/bin/app", program("libc.so.6").imports(function).data(format))
                .file("/usr/lib/gconv/gconv-modules", """
                        alias IBM850// CP850//
                        module CP850// INTERNAL CP850 1
                        module CPX// INTERNAL CPX 1
                        """)
                .libraries("/usr/lib/gconv/CP850.so", "/usr/lib/gconv/CPX.so");
        List<String> found = Question.of(scene, "/bin/app").found("gconv");
        assertThat(found.stream().anyMatch(line -> line.startsWith("EXPECTED /usr/lib/gconv/CP850.so")))
                .isEqualTo(expected);
        assertThat(found).noneMatch(line -> line.contains("CPX"));
    }

    @Test
    void ruby_s_tzinfo_needs_the_database_even_if_a_zone_is_set() throws Exception {
        Scene scene = glibc("2.36")
                .elf("/bin/app", program("libc.so.6").data("/usr/share/gems/"))
                .file("/usr/share/gems/tzinfo-2/lib/tzinfo.rb", "")
                .file("/usr/share/zoneinfo/Asia/Tokyo", "");
        assertThat(Question.of(scene, "/bin/app")
                        .config("'Cmd':['app','/usr/share/gems/tzinfo-2/lib/tzinfo.rb'],'Env':['TZ=UTC']")
                        .wholeImage()
                        .kept())
                .contains("/usr/share/zoneinfo/Asia/Tokyo");
    }

    @Test
    void of_a_table_of_character_sets_only_unicode_is_used() throws Exception {
        StringBuilder modules = new StringBuilder("module UTF-32// INTERNAL UTF-32 1\n");
        String[] names = new String[10];
        names[0] = "UTF-32";
        for (int i = 1; i < names.length; i++) {
            names[i] = "ISO-8859-" + i;
            modules.append("module ISO-8859-" + i + "// INTERNAL ISO8859-" + i + " 1\n");
        }
        Scene scene = glibc("2.36")
                .elf("/bin/app", program("libc.so.6").imports("iconv_open").data(names))
                .file("/usr/lib/gconv/gconv-modules", modules.toString())
                .libraries("/usr/lib/gconv/UTF-32.so");
        for (int i = 1; i < names.length; i++) {
            scene.libraries("/usr/lib/gconv/ISO8859-" + i + ".so");
        }
        assertThat(Question.of(scene, "/bin/app").found("gconv"))
                .contains("REQUIRED /usr/lib/gconv/UTF-32.so (/bin/app imports iconv_open and holds the string UTF-32)")
                .contains("POSSIBLE /usr/lib/gconv/ISO8859-3.so (/bin/app imports iconv_open and holds the string"
                        + " ISO-8859-3)");
    }

    private Scene glibc(String version) throws IOException {
        return Scene.glibc(directory)
                .elf(
                        "/lib/libc.so.6",
                        library()
                                .soname("libc.so.6")
                                .definesVersions("libc.so.6", "GLIBC_2.2.5", "GLIBC_" + version)
                                .data("/usr/lib/gconv"))
                .libraries(
                        "/lib/libgcc_s.so.1",
                        "/lib/libnss_files.so.2",
                        "/lib/libnss_dns.so.2",
                        "/lib/libnss_ldap.so.2",
                        "/lib/libnss_mdns4.so.2",
                        "/lib/libresolv.so.2")
                .file("/etc/passwd", "")
                .file("/etc/group", "")
                .file("/etc/services", "")
                .file("/etc/host.conf", "")
                .file(
                        "/etc/nsswitch.conf",
                        "passwd: files ldap\ngroup: files\nhosts: files mdns4 [NOTFOUND=return] dns\n")
                .file("/etc/timezone", "")
                .link("/etc/localtime", "/usr/share/zoneinfo/UTC")
                .file("/usr/share/zoneinfo/UTC", "")
                .file("/usr/share/zoneinfo/Europe/Amsterdam", "");
    }

    /** What is kept in addition to the program, libc and the loader: no directories, links by their names. */
    private static List<String> more(Question question) throws Exception {
        return question.kept().stream()
                .filter(path -> !path.endsWith("/"))
                .map(path -> path.replaceFirst(" .*", ""))
                .filter(path -> !path.equals("/bin/app") && !path.contains("/ld-") && !path.endsWith("libc.so.6"))
                .toList();
    }
}
