package dev.whittle.report;

import com.google.gson.stream.JsonWriter;
import dev.whittle.bytes.RawText;
import dev.whittle.sbom.Bill;
import dev.whittle.sbom.Component;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.UUID;

/** An SBOM in CycloneDX 1.6 (bom-1.6.schema.json). The same SBOM gives the same bytes. */
public final class CycloneDxJson {
    private static final String ROOT = "root";
    private static final String SYSTEM = "operating-system";

    private CycloneDxJson() {}

    /** @param version of this tool */
    public static String of(Bill bill, String version) {
        String serial =
                UUID.nameUUIDFromBytes(RawText.bytes(text(bill, version, ""))).toString();
        return RawText.ofText(text(bill, version, "urn:uuid:" + serial) + "\n");
    }

    private static String text(Bill bill, String version, String serial) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = JsonText.writer(text)) {
            json.beginObject();
            json.name("$schema").value("http://cyclonedx.org/schema/bom-1.6.schema.json");
            json.name("bomFormat").value("CycloneDX");
            json.name("specVersion").value("1.6");
            if (!serial.isEmpty()) {
                json.name("serialNumber").value(serial);
            }
            json.name("version").value(1);
            metadata(json, bill, version);
            json.name("components").beginArray();
            if (bill.os().isPresent()) {
                json.beginObject();
                json.name("type").value("operating-system");
                json.name("bom-ref").value(SYSTEM);
                json.name("name").value(RawText.text(bill.os().get().id()));
                json.name("version").value(RawText.text(bill.os().get().version()));
                json.endObject();
            }
            for (Component each : bill.components()) {
                component(json, each);
            }
            json.endArray();
            dependencies(json, bill);
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string writer does not fail", e);
        }
        return text.toString();
    }

    private static void metadata(JsonWriter json, Bill bill, String version) throws IOException {
        json.name("metadata").beginObject();
        json.name("tools").beginObject().name("components").beginArray().beginObject();
        json.name("type").value("application");
        json.name("name").value("whittle");
        json.name("version").value(version);
        json.endObject().endArray().endObject();
        json.name("component").beginObject();
        json.name("type").value("container");
        json.name("bom-ref").value(ROOT);
        json.name("name").value(RawText.text(bill.name()));
        json.endObject();
        if (bill.leftOut() > 0 || !bill.remarks().isEmpty()) {
            json.name("properties").beginArray();
            for (String remark : bill.remarks()) {
                property(json, "whittle:remark", RawText.text(remark));
            }
            if (bill.leftOut() > 0) {
                property(json, "whittle:filesLeftOut", String.valueOf(bill.leftOut()));
            }
            json.endArray();
        }
        json.endObject();
    }

    private static void property(JsonWriter json, String name, String value) throws IOException {
        json.beginObject();
        json.name("name").value(name);
        json.name("value").value(value);
        json.endObject();
    }

    private static void component(JsonWriter json, Component component) throws IOException {
        json.beginObject();
        json.name("type")
                .value(
                        switch (component.kind()) {
                            case PACKAGE, MODULE -> "library";
                            case PROGRAM, LIBRARY, FILE -> "file";
                        });
        json.name("bom-ref").value(RawText.text(component.ref()));
        json.name("name").value(RawText.text(component.isFile() ? component.path() : component.name()));
        if (!component.version().isEmpty()) {
            json.name("version").value(RawText.text(component.version()));
        }
        if (!component.hashes().sha256().isEmpty()) {
            json.name("hashes").beginArray();
            hash(json, "SHA-1", component.hashes().sha1());
            hash(json, "SHA-256", component.hashes().sha256());
            json.endArray();
        }
        if (!component.licences().isEmpty()) {
            json.name("licenses").beginArray();
            for (String licence : component.licences()) {
                json.beginObject().name("license").beginObject();
                json.name("name").value(RawText.text(licence));
                json.endObject().endObject();
            }
            json.endArray();
        }
        if (!component.url().isEmpty()) {
            json.name("purl").value(component.url());
        }
        properties(json, component);
        json.endObject();
    }

    private static void hash(JsonWriter json, String algorithm, String value) throws IOException {
        json.beginObject();
        json.name("alg").value(algorithm);
        json.name("content").value(value);
        json.endObject();
    }

    private static void properties(JsonWriter json, Component component) throws IOException {
        List<String> evidence = component.evidence();
        boolean isElf = component.kind() == Component.Kind.PROGRAM || component.kind() == Component.Kind.LIBRARY;
        if (evidence.isEmpty() && component.source().isEmpty() && !isElf) {
            return;
        }
        json.name("properties").beginArray();
        if (isElf) {
            property(json, "whittle:kind", component.kind() == Component.Kind.PROGRAM ? "program" : "library");
        }
        if (!component.source().isEmpty()) {
            property(json, "whittle:sourcePackage", RawText.text(component.source()));
        }
        for (String each : evidence) {
            property(json, "whittle:evidence", RawText.text(each));
        }
        json.endArray();
    }

    private static boolean isOfSystem(Bill bill, Component component) {
        return component.kind() == Component.Kind.PACKAGE && bill.os().isPresent();
    }

    private static void dependencies(JsonWriter json, Bill bill) throws IOException {
        json.name("dependencies").beginArray();
        json.beginObject();
        json.name("ref").value(ROOT);
        json.name("dependsOn").beginArray();
        if (bill.os().isPresent()) {
            json.value(SYSTEM);
        }
        for (Component each : bill.components()) {
            if (each.owner().isEmpty() && !isOfSystem(bill, each)) {
                json.value(RawText.text(each.ref()));
            }
        }
        json.endArray();
        json.endObject();
        if (bill.os().isPresent()) {
            json.beginObject();
            json.name("ref").value(SYSTEM);
            json.name("dependsOn").beginArray();
            for (Component each : bill.components()) {
                if (isOfSystem(bill, each)) {
                    json.value(RawText.text(each.ref()));
                }
            }
            json.endArray();
            json.endObject();
        }
        for (Map.Entry<String, SortedSet<String>> each : bill.dependencies().entrySet()) {
            json.beginObject();
            json.name("ref").value(RawText.text(each.getKey()));
            json.name("dependsOn").beginArray();
            for (String on : each.getValue()) {
                json.value(RawText.text(on));
            }
            json.endArray();
            json.endObject();
        }
        json.endArray();
    }
}
