package dev.whittle.resolve.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The text for the place of a search. */
class PlaceTest {
    @Test
    void a_list_is_told_as_it_is_written_with_its_owner() {
        assertThat(Place.ofList(Place.Kind.RUNPATH, "$ORIGIN/../lib", "/opt/app")
                        .describe())
                .isEqualTo("RUNPATH $ORIGIN/../lib of /opt/app");
        assertThat(Place.ofList(Place.Kind.LIBRARY_PATH, "/opt", "").describe()).isEqualTo("library path /opt");
        assertThat(Place.of(Place.Kind.CACHE).describe()).isEqualTo("cache");
    }

    @Test
    void a_list_longer_than_a_page_is_shortened() {
        String page = "p".repeat(1024);
        assertThat(Place.ofList(Place.Kind.RPATH, page, "").detail()).isEqualTo(page);
        assertThat(Place.ofList(Place.Kind.RPATH, page + "q", "/bin/app").detail())
                .isEqualTo(page + "... of /bin/app");
    }
}
