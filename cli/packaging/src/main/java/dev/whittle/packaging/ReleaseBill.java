package dev.whittle.packaging;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The release's own bill of materials, CycloneDX 1.5: the libraries in the jar, as Maven resolved them, and the Java
 * runtime beside it.
 */
final class ReleaseBill {
    private final String version;
    private final Path repository;
    private final JsonArray components = new JsonArray();
    private final JsonArray references = new JsonArray();

    private ReleaseBill(String version, Path repository) {
        this.version = version;
        this.repository = repository;
    }

    /**
     * @param repository Maven's local one, whose paths name what a jar is: GROUP/ARTIFACT/VERSION/FILE
     * @param classPath of the tool; what is not in the repository is the tool itself
     */
    static String of(String version, Path repository, List<Path> classPath, Jvm runtime) throws IOException {
        ReleaseBill bill = new ReleaseBill(version, repository);
        for (Path jar : classPath.stream().sorted().toList()) {
            if (jar.startsWith(repository)) {
                bill.library(jar);
            }
        }
        bill.runtime(runtime);
        return bill.text();
    }

    private void library(Path jar) throws IOException {
        Path place = repository.relativize(jar.getParent());
        int names = place.getNameCount();
        String artifact = place.getName(names - 2).toString();
        String release = place.getName(names - 1).toString();
        String group = place.subpath(0, names - 2).toString().replace('/', '.');
        if (group.equals("dev.whittle")) {
            return; // the tool itself, where a module was installed before
        }
        JsonObject component = component("library", group, artifact, release);
        component.addProperty("purl", "pkg:maven/" + group + "/" + artifact + "@" + release + "?type=jar");
        component.addProperty("bom-ref", component.get("purl").getAsString());
        component.add("hashes", array(object(Map.of("alg", "SHA-256", "content", Hashes.sha256(jar)))));
        JsonArray licenses = new JsonArray();
        for (String name : licenses(jar.resolveSibling(artifact + "-" + release + ".pom"))) {
            JsonObject license = new JsonObject();
            license.add("license", object(Map.of("name", name)));
            licenses.add(license);
        }
        component.add("licenses", licenses);
        add(component);
    }

    private void runtime(Jvm runtime) {
        int blank = runtime.build().lastIndexOf(' ');
        JsonObject component = component(
                "platform",
                runtime.build().substring(0, blank),
                "OpenJDK",
                runtime.build().substring(blank + 1));
        component.addProperty("bom-ref", "openjdk");
        JsonObject license = new JsonObject();
        license.addProperty("expression", "GPL-2.0-only WITH Classpath-exception-2.0");
        component.add("licenses", array(license));
        add(component);
    }

    private static JsonObject component(String type, String group, String name, String version) {
        JsonObject component = new JsonObject();
        component.addProperty("type", type);
        component.addProperty("group", group);
        component.addProperty("name", name);
        component.addProperty("version", version);
        return component;
    }

    private void add(JsonObject component) {
        components.add(component);
        references.add(component.get("bom-ref").getAsString());
    }

    /** Of a POM, or of the nearest parent that names some. */
    private List<String> licenses(Path pom) throws IOException {
        Document document;
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            document = factory.newDocumentBuilder().parse(pom.toFile());
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(pom + ": " + e.getMessage(), e);
        }
        NodeList licenses = document.getElementsByTagName("license");
        if (licenses.getLength() > 0) {
            return IntStream.range(0, licenses.getLength())
                    .mapToObj(licenses::item)
                    .map(license -> ((Element) license).getElementsByTagName("name"))
                    .map(name -> name.item(0).getTextContent().strip())
                    .toList();
        }
        NodeList parents = document.getElementsByTagName("parent");
        if (parents.getLength() == 0) {
            throw new IOException(pom + ": neither it nor a parent of it names a license");
        }
        Element parent = (Element) parents.item(0);
        String artifact = text(parent, "artifactId");
        String release = text(parent, "version");
        return licenses(repository
                .resolve(text(parent, "groupId").replace('.', '/'))
                .resolve(artifact)
                .resolve(release)
                .resolve(artifact + "-" + release + ".pom"));
    }

    private static String text(Element of, String name) {
        return of.getElementsByTagName(name).item(0).getTextContent().strip();
    }

    private String text() {
        JsonObject tool = component("application", "dev.whittle", "whittle", version);
        tool.addProperty("bom-ref", "whittle");
        JsonObject license = new JsonObject();
        license.add("license", object(Map.of("id", "Apache-2.0")));
        tool.add("licenses", array(license));
        JsonObject metadata = new JsonObject();
        metadata.addProperty("timestamp", Packed.TIME.toString());
        metadata.add("component", tool);
        JsonObject dependencies = object(Map.of("ref", "whittle"));
        dependencies.add("dependsOn", references);

        JsonObject bill = new JsonObject();
        bill.addProperty("bomFormat", "CycloneDX");
        bill.addProperty("specVersion", "1.5");
        byte[] content = (version + components).getBytes(StandardCharsets.UTF_8);
        bill.addProperty("serialNumber", "urn:uuid:" + UUID.nameUUIDFromBytes(content));
        bill.addProperty("version", 1);
        bill.add("metadata", metadata);
        bill.add("components", components);
        bill.add("dependencies", array(dependencies));
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(bill) + "\n";
    }

    private static JsonObject object(Map<String, String> properties) {
        JsonObject object = new JsonObject();
        properties.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(property -> object.addProperty(property.getKey(), property.getValue()));
        return object;
    }

    private static JsonArray array(JsonObject only) {
        JsonArray array = new JsonArray();
        array.add(only);
        return array;
    }
}
