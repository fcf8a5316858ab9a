package dev.whittle.testdata;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** One image, to be added to {@link ImageFiles} as various programs would have saved it. */
public final class ImageBuilder {
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

    private final List<byte[]> layers = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();
    private String platform = "linux/amd64";
    private String config = "";
    private boolean gzip;

    public static ImageBuilder of(byte[]... layers) {
        ImageBuilder image = new ImageBuilder();
        image.layers.addAll(List.of(layers));
        return image;
    }

    public ImageBuilder tag(String tag) {
        tags.add(tag);
        return this;
    }

    /** {@code OS/ARCH[/VARIANT]}. */
    public ImageBuilder platform(String slashed) {
        platform = slashed;
        return this;
    }

    /** Members of the object {@code config}, as JSON. */
    public ImageBuilder config(String members) {
        config = members;
        return this;
    }

    public ImageBuilder gzip() {
        gzip = true;
        return this;
    }

    /** Docker up to 24: a folder for each layer, a link for a repeated one. Returns the entry of manifest.json. */
    public String legacy(ImageFiles files) {
        String configName = hex(configBytes()) + ".json";
        files.put(configName, configBytes());
        List<String> names = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            String folder = hex((i + hex(layers.get(i))).getBytes(StandardCharsets.UTF_8));
            int first = indexOf(layers.get(i));
            files.put(folder + "/VERSION", "1.0").put(folder + "/json", "{}");
            if (first < i) {
                files.link(folder + "/layer.tar", "../" + names.get(first));
            } else {
                files.put(folder + "/layer.tar", layers.get(i));
            }
            names.add(folder + "/layer.tar");
        }
        return entry(configName, names);
    }

    /** From Docker 25 on: blobs, and manifest.json that refers to them. Returns its entry. */
    public String blobs(ImageFiles files) {
        manifest(files);
        List<String> names = layers.stream()
                .map(layer -> "blobs/sha256/" + hex(packed(layer)))
                .toList();
        return entry("blobs/sha256/" + hex(configBytes()), names);
    }

    /** Adds the blobs of a layout, and returns the descriptor of the manifest, without annotations. */
    public String manifest(ImageFiles files) {
        String configHex = files.blob(configBytes());
        String list = layers.stream()
                .map(layer ->
                        descriptor(LAYER + (gzip ? "+gzip" : ""), files.blob(packed(layer)), packed(layer).length, ""))
                .collect(Collectors.joining(","));
        byte[] manifest =
                utf8("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":"
                        + descriptor("application/vnd.oci.image.config.v1+json", configHex, configBytes().length, "")
                        + ",\"layers\":[" + list + "]}");
        return descriptor(
                "application/vnd.oci.image.manifest.v1+json", files.blob(manifest), manifest.length, platformJson());
    }

    /** An index of these descriptors as a separate blob; returns its descriptor. */
    public static String index(ImageFiles files, String... descriptors) {
        byte[] index = utf8(indexJson(descriptors));
        return descriptor("application/vnd.oci.image.index.v1+json", files.blob(index), index.length, "");
    }

    /** The marker files of a layout. */
    public static ImageFiles layout(ImageFiles files, String... descriptors) {
        return files.put("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}").put("index.json", indexJson(descriptors));
    }

    public static String annotated(String descriptor, String... keysAndValues) {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            members.add("\"" + keysAndValues[i] + "\":\"" + keysAndValues[i + 1] + "\"");
        }
        return descriptor.substring(0, descriptor.length() - 1) + ",\"annotations\":{" + String.join(",", members)
                + "}}";
    }

    public static String tagged(String descriptor, String tag) {
        return annotated(descriptor, "org.opencontainers.image.ref.name", tag);
    }

    /** @param more members, each after a comma */
    public static String descriptor(String mediaType, String hex, long size, String more) {
        return "{\"mediaType\":\"" + mediaType + "\",\"digest\":\"sha256:" + hex + "\",\"size\":" + size + more + "}";
    }

    public byte[] configBytes() {
        String diffIds =
                layers.stream().map(layer -> "\"sha256:" + hex(layer) + "\"").collect(Collectors.joining(","));
        String[] parts = platform.split("/", -1);
        String variant = parts.length > 2 ? ",\"variant\":\"" + parts[2] + "\"" : "";
        return utf8("{\"os\":\"" + parts[0] + "\",\"architecture\":\"" + parts[1] + "\"" + variant + ",\"config\":{"
                + config + "},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[" + diffIds + "]}}");
    }

    public String platformJson() {
        String[] parts = platform.split("/", -1);
        String variant = parts.length > 2 ? ",\"variant\":\"" + parts[2] + "\"" : "";
        return ",\"platform\":{\"os\":\"" + parts[0] + "\",\"architecture\":\"" + parts[1] + "\"" + variant + "}";
    }

    public static String hex(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public static byte[] gzipped(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(out)) {
            stream.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private byte[] packed(byte[] layer) {
        return gzip ? gzipped(layer) : layer;
    }

    private int indexOf(byte[] layer) {
        for (int i = 0; i < layers.size(); i++) {
            if (hex(layers.get(i)).equals(hex(layer))) {
                return i;
            }
        }
        throw new IllegalArgumentException();
    }

    private String entry(String configName, List<String> layerNames) {
        return "{\"Config\":\"" + configName + "\",\"RepoTags\":" + (tags.isEmpty() ? "null" : array(tags))
                + ",\"Layers\":" + array(layerNames) + "}";
    }

    private static String array(List<String> texts) {
        return texts.stream().map(text -> "\"" + text + "\"").collect(Collectors.joining(",", "[", "]"));
    }

    private static String indexJson(String... descriptors) {
        return "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", descriptors) + "]}";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
