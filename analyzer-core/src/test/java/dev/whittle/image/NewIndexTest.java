package dev.whittle.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NewIndexTest {
    private static final Digest ONE = Digest.sha256(new byte[] {1});
    private static final Digest TWO = Digest.sha256(new byte[] {2});
    private static final BlobDescriptor NEW = BlobDescriptor.of(MediaTypes.MANIFEST, new byte[] {3});

    private static OldIndex old() throws BadImageException {
        String json =
                "{\"schemaVersion\":2,\"subject\":{\"digest\":\"x\"},\"manifests\":[{\"mediaType\":\"m\",\"digest\":\""
                        + ONE
                        + "\",\"size\":1,\"urls\":[\"u\"],\"annotations\":{\"a\":\"b\",\"org.opencontainers.image.base.name\":\"n\","
                        + "\"org.opencontainers.image.ref.name\":\"t\"},\"platform\":{\"architecture\":\"amd64\",\"os\":\"linux\","
                        + "\"os.version\":\"7\"}},{\"mediaType\":\"m\",\"digest\":\"" + TWO
                        + "\",\"size\":2,\"own\":true,\"annotations\":"
                        + "{\"org.opencontainers.image.base.digest\":\"d\",\"io.containerd.image.name\":\"t\"}}],"
                        + "\"annotations\":{\"title\":\"x\",\"org.opencontainers.image.base.digest\":\"d\"}}";
        return OldIndex.parse(json.getBytes(StandardCharsets.UTF_8), "old");
    }

    @Test
    void an_entry_gets_a_new_manifest_and_keeps_what_is_true_of_it() throws BadImageException {
        NewIndex index = new NewIndex();
        index.replace(old(), ONE, NEW, Platform.parse("linux/arm64"));
        assertThat(text(index))
                .contains("\"digest\":\"" + NEW.digest() + "\",\"size\":1,\"annotations\":{\"a\":\"b\"},"
                        + "\"platform\":{\"architecture\":\"amd64\",\"os\":\"linux\",\"os.version\":\"7\"}}")
                .contains("\"annotations\":{\"title\":\"x\",\"k\":\"v\"}")
                .doesNotContain("urls")
                .doesNotContain("subject")
                .doesNotContain("image.base")
                .doesNotContain("ref.name");
    }

    @Test
    void an_entry_without_a_platform_gets_the_image_s() throws BadImageException {
        NewIndex index = new NewIndex();
        index.replace(old(), TWO, NEW, Platform.parse("linux/arm/v7"));
        assertThat(text(index)).contains("\"platform\":{\"architecture\":\"arm\",\"os\":\"linux\",\"variant\":\"v7\"}");
    }

    @Test
    void an_entry_that_is_kept_stays_as_it_is_but_for_its_name() throws BadImageException {
        NewIndex index = new NewIndex();
        index.keep(old(), TWO);
        assertThat(text(index))
                .contains("{\"mediaType\":\"m\",\"digest\":\"" + TWO + "\",\"size\":2,\"own\":true,\"annotations\":"
                        + "{\"org.opencontainers.image.base.digest\":\"d\"}}");
    }

    @Test
    void the_same_calls_give_the_same_bytes() throws BadImageException {
        NewIndex one = new NewIndex();
        NewIndex other = new NewIndex();
        for (NewIndex index : new NewIndex[] {one, other}) {
            index.keep(old(), TWO);
            index.replace(old(), ONE, NEW, Platform.parse("linux/arm64"));
        }
        assertThat(text(one)).isEqualTo(text(other));
    }

    @Test
    void an_index_that_was_none_brings_no_annotations() throws BadImageException {
        NewIndex index = new NewIndex();
        index.keep(old(), TWO);
        assertThat(new String(index.bytes(Optional.empty(), Map.of()), StandardCharsets.UTF_8))
                .doesNotContain("title");
    }

    @Test
    void a_manifest_that_is_not_listed_is_refused() throws BadImageException {
        OldIndex old = old();
        assertThatThrownBy(() -> new NewIndex().keep(old, NEW.digest()))
                .isInstanceOf(BadImageException.class)
                .hasMessageContaining("has no manifest " + NEW.digest());
    }

    private static String text(NewIndex index) throws BadImageException {
        return new String(index.bytes(Optional.of(old()), Map.of("k", "v")), StandardCharsets.UTF_8);
    }
}
