package dev.whittle.report;

import com.google.gson.stream.JsonWriter;
import dev.whittle.bytes.RawText;
import dev.whittle.sbom.Bill;
import dev.whittle.sbom.Component;
import dev.whittle.sbom.SpdxLicences;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;

/**
 * An SBOM in SPDX 2.3 (spdx-schema.json). Packages and modules are SPDX packages, files are files; dependencies are
 * DEPENDS_ON, and the files of a package are OTHER, since they are not analysed in SPDX's sense. The same SBOM gives
 * the same bytes.
 */
public final class SpdxJson {
    private static final String NONE = "NOASSERTION";
    private static final String DOCUMENT = "SPDXRef-DOCUMENT";
    private static final String ROOT = "SPDXRef-root";

    /** Scanners recognize by this name what the packages below it are for. */
    private static final String SYSTEM = "SPDXRef-OperatingSystem-1";

    private final Bill bill;
    private final String version;
    private final Map<String, String> ids = new HashMap<>();
    private final SortedMap<String, String> licences = new TreeMap<>();

    private SpdxJson(Bill bill, String version) {
        this.bill = bill;
        this.version = version;
        int next = 1;
        for (Component each : bill.components()) {
            ids.put(each.ref(), "SPDXRef-" + (each.isFile() ? "file-" : "package-") + next++);
        }
    }

    /** @param version of this tool */
    public static String of(Bill bill, String version) {
        String first = new SpdxJson(bill, version).text("");
        String unique =
                UUID.nameUUIDFromBytes(RawText.bytes(RawText.ofText(first))).toString();
        return RawText.ofText(new SpdxJson(bill, version).text(unique) + "\n");
    }

    private String text(String unique) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = JsonText.writer(text)) {
            json.beginObject();
            json.name("spdxVersion").value("SPDX-2.3");
            json.name("dataLicense").value("CC0-1.0");
            json.name("SPDXID").value(DOCUMENT);
            json.name("name").value(RawText.text(bill.name()));
            json.name("documentNamespace").value("https://whittle.dev/spdx/" + unique);
            json.name("creationInfo").beginObject();
            json.name("created").value(Instant.ofEpochSecond(bill.created()).toString());
            json.name("creators").beginArray().value("Tool: whittle-" + version).endArray();
            json.endObject();
            packages(json);
            files(json);
            others(json);
            relationships(json);
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string writer does not fail", e);
        }
        return text.toString();
    }

    private void packages(JsonWriter json) throws IOException {
        json.name("packages").beginArray();
        json.beginObject();
        json.name("SPDXID").value(ROOT);
        json.name("name").value(RawText.text(bill.name()));
        none(json);
        json.name("primaryPackagePurpose").value("CONTAINER");
        json.endObject();
        if (bill.os().isPresent()) {
            json.beginObject();
            json.name("SPDXID").value(SYSTEM);
            json.name("name").value(RawText.text(bill.os().get().id()));
            json.name("versionInfo").value(RawText.text(bill.os().get().version()));
            none(json);
            json.name("primaryPackagePurpose").value("OPERATING-SYSTEM");
            json.endObject();
        }
        for (Component each : bill.components()) {
            if (!each.isFile()) {
                one(json, each);
            }
        }
        json.endArray();
    }

    private static void none(JsonWriter json) throws IOException {
        json.name("downloadLocation").value(NONE);
        json.name("filesAnalyzed").value(false);
        json.name("licenseConcluded").value(NONE);
        json.name("licenseDeclared").value(NONE);
        json.name("copyrightText").value(NONE);
    }

    private void one(JsonWriter json, Component component) throws IOException {
        json.beginObject();
        json.name("SPDXID").value(ids.get(component.ref()));
        json.name("name").value(RawText.text(component.name()));
        if (!component.version().isEmpty()) {
            json.name("versionInfo").value(RawText.text(component.version()));
        }
        json.name("downloadLocation").value(NONE);
        json.name("filesAnalyzed").value(false);
        json.name("licenseConcluded").value(NONE);
        json.name("licenseDeclared")
                .value(component.licences().isEmpty() ? NONE : SpdxLicences.expression(component.licences(), licences));
        json.name("copyrightText").value(NONE);
        if (!component.source().isEmpty()) {
            json.name("sourceInfo").value("built from the source package " + RawText.text(component.source()));
        }
        if (!component.url().isEmpty()) {
            json.name("externalRefs").beginArray().beginObject();
            json.name("referenceCategory").value("PACKAGE-MANAGER");
            json.name("referenceType").value("purl");
            json.name("referenceLocator").value(component.url());
            json.endObject().endArray();
        }
        if (component.kind() == Component.Kind.MODULE && !component.evidence().isEmpty()) {
            json.name("comment").value(RawText.text(String.join("; ", component.evidence())));
        }
        json.endObject();
    }

    private void files(JsonWriter json) throws IOException {
        json.name("files").beginArray();
        for (Component each : bill.components()) {
            if (!each.isFile()) {
                continue;
            }
            json.beginObject();
            json.name("SPDXID").value(ids.get(each.ref()));
            json.name("fileName").value("." + RawText.text(each.path()));
            json.name("checksums").beginArray();
            checksum(json, "SHA1", each.hashes().sha1());
            checksum(json, "SHA256", each.hashes().sha256());
            json.endArray();
            json.name("licenseConcluded").value(NONE);
            json.name("licenseInfoInFiles").beginArray().value(NONE).endArray();
            json.name("copyrightText").value(NONE);
            if (!each.evidence().isEmpty()) {
                json.name("comment").value(RawText.text(String.join("; ", each.evidence())));
            }
            json.endObject();
        }
        json.endArray();
    }

    private static void checksum(JsonWriter json, String algorithm, String value) throws IOException {
        json.beginObject();
        json.name("algorithm").value(algorithm);
        json.name("checksumValue").value(value);
        json.endObject();
    }

    private void others(JsonWriter json) throws IOException {
        if (licences.isEmpty()) {
            return;
        }
        json.name("hasExtractedLicensingInfos").beginArray();
        for (Map.Entry<String, String> each : licences.entrySet()) {
            json.beginObject();
            json.name("licenseId").value(each.getKey());
            json.name("extractedText").value("The package says: " + RawText.text(each.getValue()));
            json.endObject();
        }
        json.endArray();
    }

    private void relationships(JsonWriter json) throws IOException {
        json.name("relationships").beginArray();
        relationship(json, DOCUMENT, "DESCRIBES", ROOT, "");
        if (bill.os().isPresent()) {
            relationship(json, ROOT, "CONTAINS", SYSTEM, "");
        }
        Map<String, Component> byRef = new HashMap<>();
        for (Component each : bill.components()) {
            byRef.put(each.ref(), each);
            boolean isTop = each.owner().isEmpty();
            if (isTop && !each.isFile()) {
                boolean isOfSystem =
                        each.kind() == Component.Kind.PACKAGE && bill.os().isPresent();
                relationship(json, isOfSystem ? SYSTEM : ROOT, "CONTAINS", ids.getOrDefault(each.ref(), ""), "");
            } else if (isTop) {
                relationship(json, ROOT, "OTHER", ids.getOrDefault(each.ref(), ""), "has the file");
            }
        }
        for (Map.Entry<String, SortedSet<String>> each : bill.dependencies().entrySet()) {
            Component component = byRef.get(each.getKey());
            for (String on : each.getValue()) {
                Component other = byRef.get(on);
                if (component == null || other == null) {
                    continue;
                }
                boolean owns = component.kind() == Component.Kind.PACKAGE && other.isFile();
                relationship(
                        json,
                        ids.getOrDefault(each.getKey(), ""),
                        owns ? "OTHER" : "DEPENDS_ON",
                        ids.getOrDefault(on, ""),
                        owns ? "has the file" : "");
            }
        }
        json.endArray();
    }

    private static void relationship(JsonWriter json, String from, String type, String to, String comment)
            throws IOException {
        json.beginObject();
        json.name("spdxElementId").value(from);
        json.name("relationshipType").value(type);
        json.name("relatedSpdxElement").value(to);
        if (!comment.isEmpty()) {
            json.name("comment").value(comment);
        }
        json.endObject();
    }
}
