package dev.whittle.discover.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words by which settings name a plugin. */
class SettingWordsTest {
    @ParameterizedTest
    @CsvSource({
        "lib20_fts_plugin.so, lib20_fts_plugin.so 20_fts_plugin fts",
        "lib21_fts_squat_plugin.so.0, lib21_fts_squat_plugin fts_squat",
        "mod_ssl.so, mod_ssl.so mod_ssl ssl",
        "json-module.so, json-module json",
        "libz.so.1, libz.so.1 libz z",
        "mod_x.so, mod_x",
    })
    void a_plugin_has_several_names(String file, String names) {
        assertThat(SettingWords.names(RootPath.of("/usr/lib/app/" + file)))
                .contains(names.split(" ", -1))
                .allMatch(name -> !name.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"lib20_fts_plugin.so, 20_fts_plugin", "mod_ssl.so, mod_ssl"})
    void the_last_one_lacks_only_the_prefix_of_libraries(String file, String last) {
        List<String> names = List.copyOf(SettingWords.names(RootPath.of("/" + file)));
        assertThat(names.get(names.size() - 1)).isEqualTo(last);
    }
}
