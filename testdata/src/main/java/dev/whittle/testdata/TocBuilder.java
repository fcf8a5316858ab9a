package dev.whittle.testdata;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A layer that can be read in parts, as stargz-snapshotter ({@link #stargz}) or containers/storage ({@link #zstd}) writes it. */
public final class TocBuilder {
    private static final int RECORD = 512;

    private final int chunk;
    private final UnaryOperator<byte[]> packer;
    private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream plain = new ByteArrayOutputStream();
    private final List<String> entries = new ArrayList<>();

    /**
     * @param chunk bytes of a file that are packed together
     * @param packer makes a gzip member, or a frame of zstd
     */
    public TocBuilder(int chunk, UnaryOperator<byte[]> packer) {
        this.chunk = chunk;
        this.packer = packer;
    }

    /**
     * A layer.
     *
     * @param packed as stored
     * @param plain the tar
     * @param annotations of its descriptor
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Layer(byte[] packed, byte[] plain, Map<String, String> annotations) {}

    public TocBuilder directory(String name) {
        entries.add("{\"name\":\"" + name + "/\",\"type\":\"dir\",\"mode\":493,\"modtime\":\"2020-01-02T03:04:05Z\"}");
        add(Arrays.copyOf(new TarBuilder().directory(name).build(), RECORD));
        return this;
    }

    public TocBuilder link(String name, String target) {
        entries.add("{\"name\":\"" + name + "\",\"type\":\"symlink\",\"linkName\":\"" + target + "\",\"mode\":511}");
        add(Arrays.copyOf(new TarBuilder().link(name, target).build(), RECORD));
        return this;
    }

    /** An executable one. */
    public TocBuilder file(String name, byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        byte[] tar = new TarBuilder()
                .add(new TarBuilder.Header(name).mode(0755).content(text))
                .build();
        add(Arrays.copyOf(tar, RECORD));
        String whole = ",\"digest\":\"sha256:" + ImageBuilder.hex(content) + "\"";
        if (content.length == 0) {
            entries.add("{\"name\":\"" + name + "\",\"type\":\"reg\",\"mode\":493" + whole + "}");
        }
        for (int start = 0; start < content.length; start += chunk) {
            byte[] part = Arrays.copyOfRange(content, start, Math.min(content.length, start + chunk));
            String first = "\"reg\",\"mode\":493,\"uid\":7,\"size\":" + content.length + whole;
            entries.add("{\"name\":\"" + name + "\",\"type\":" + (start == 0 ? first : "\"chunk\"") + ",\"offset\":"
                    + packed.size() + ",\"chunkOffset\":" + start + ",\"chunkSize\":" + part.length
                    + ",\"chunkDigest\":\"sha256:" + ImageBuilder.hex(part) + "\"}");
            add(part);
        }
        byte[] rest = new byte[-content.length & (RECORD - 1)];
        if (rest.length > 0) {
            add(rest);
        }
        return this;
    }

    private void add(byte[] bytes) {
        plain.writeBytes(bytes);
        packed.writeBytes(packer.apply(bytes));
    }

    private byte[] json() {
        return ("{\"version\":1,\"entries\":[" + String.join(",", entries) + "]}").getBytes(StandardCharsets.UTF_8);
    }

    /** The table is the last file of the tar; a footer leads to it. */
    public Layer stargz() {
        byte[] json = json();
        int offset = packed.size();
        add(new TarBuilder()
                .file("stargz.index.json", new String(json, StandardCharsets.UTF_8))
                .build());
        packed.writeBytes(footer(offset));
        return new Layer(
                packed.toByteArray(),
                plain.toByteArray(),
                Map.of("containerd.io/snapshot/stargz/toc.digest", "sha256:" + ImageBuilder.hex(json)));
    }

    private static byte[] footer(int offset) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x1F, (byte) 0x8B, 8, 4, 0, 0, 0, 0, 0, (byte) 0xFF, 26, 0, 'S', 'G', 22, 0});
        out.writeBytes(String.format(Locale.ROOT, "%016xSTARGZ", offset).getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new byte[] {1, 0, 0, (byte) 0xFF, (byte) 0xFF, 0, 0, 0, 0, 0, 0, 0, 0});
        return out.toByteArray();
    }

    /** The table is in a frame that readers skip. */
    public Layer zstd() {
        add(new byte[2 * RECORD]);
        byte[] json = json();
        byte[] table = packer.apply(json);
        int offset = packed.size() + 8;
        packed.writeBytes(new byte[] {0x50, 0x2A, 0x4D, 0x18});
        for (int shift = 0; shift < 32; shift += 8) {
            packed.write(table.length >> shift);
        }
        packed.writeBytes(table);
        Map<String, String> annotations = new TreeMap<>();
        String prefix = "io.github.containers.zstd-chunked.manifest-";
        annotations.put(prefix + "checksum", "sha256:" + ImageBuilder.hex(table));
        annotations.put(prefix + "position", offset + ":" + table.length + ":" + json.length + ":1");
        return new Layer(packed.toByteArray(), plain.toByteArray(), annotations);
    }
}
