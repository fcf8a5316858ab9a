package dev.whittle.cli.settings;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.path.Glob;
import dev.whittle.path.HostPath;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A file of settings: docs/settings.md. Read as a tree of nodes with their lines, so that what is wrong is told with its place;
 * no object of Java is made by what a file says.
 */
final class SettingsFile {
    private static final int MAX_BYTES = 1 << 20;

    private static final Set<String> LISTS = Set.of("with", "without", "families", "include", "exclude");

    /** Nodes are composed of the text alone; anchors of a million aliases are refused. */
    private static final LoadSettings LOAD = LoadSettings.builder()
            .setCodePointLimit(MAX_BYTES)
            .setMaxAliasesForCollections(20)
            .setAllowDuplicateKeys(false)
            .build();

    private final String shown;
    private final List<Setting> all = new ArrayList<>();
    private final List<ForImage> images = new ArrayList<>();

    private record ForImage(String pattern, List<Setting> settings) {}

    private SettingsFile(String shown) {
        this.shown = shown;
    }

    /** @param file raw */
    static SettingsFile read(Console console, String file) throws FailureException {
        SettingsFile settings = new SettingsFile(RawText.visible(file));
        try {
            byte[] content =
                    Files.readAllBytes(HostPath.of(console.environment().workingDirectory(), file));
            Optional<Node> document = new Compose(LOAD).composeString(new String(content, StandardCharsets.UTF_8));
            if (document.isPresent()) {
                settings.top(document.get());
            }
            return settings;
        } catch (IOException e) {
            throw new FailureException(ExitCode.INPUT, settings.shown + ": " + Messages.reason(e), e);
        } catch (MarkedYamlEngineException e) {
            String problem = e.getProblem() == null ? "not YAML" : e.getProblem();
            throw new FailureException(
                    ExitCode.USAGE,
                    settings.at(e.getProblemMark()) + ": not YAML: " + RawText.visible(RawText.ofText(problem)),
                    e);
        } catch (YamlEngineException e) {
            throw new FailureException(
                    ExitCode.USAGE,
                    settings.shown + ": not YAML: " + RawText.visible(RawText.ofText(String.valueOf(e.getMessage()))),
                    e);
        }
    }

    /** What holds for an image of these names: what counts least comes first. */
    List<List<Setting>> levels(Set<String> names) {
        List<List<Setting>> levels = new ArrayList<>(List.of(all));
        for (ForImage image : images) {
            Glob pattern = Glob.of("/" + image.pattern().replace('/', '\1'));
            if (names.stream().anyMatch(name -> pattern.matches(RootPath.of("/" + name.replace('/', '\1'))))) {
                levels.add(image.settings());
            }
        }
        return levels;
    }

    private void top(Node node) throws FailureException {
        for (NodeTuple tuple : mapping(node, "the file").getValue()) {
            String key = key(tuple);
            switch (key) {
                case "keep" -> all.add(keep(tuple.getValueNode()));
                case "images" -> images(tuple.getValueNode());
                default -> all.addAll(list(key, tuple));
            }
        }
    }

    private void images(Node node) throws FailureException {
        for (NodeTuple tuple : mapping(node, "images").getValue()) {
            List<Setting> settings = new ArrayList<>();
            Node value = tuple.getValueNode();
            for (NodeTuple nodeTuple : mapping(value, "an image").getValue()) {
                String key = key(nodeTuple);
                if (key.equals("keep")) {
                    settings.add(keep(nodeTuple.getValueNode()));
                } else {
                    settings.addAll(list(key, nodeTuple));
                }
            }
            images.add(new ForImage(scalar(tuple.getKeyNode(), "the name of an image"), settings));
        }
    }

    private Setting keep(Node node) throws FailureException {
        String value = scalar(node, "keep");
        if (!List.of("minimal", "default", "generous").contains(value)) {
            throw wrong(node, "keep: not one of minimal, default, generous: " + RawText.visible(value));
        }
        return new Setting("keep", value, "", at(node));
    }

    private List<Setting> list(String key, NodeTuple tuple) throws FailureException {
        if (!LISTS.contains(key)) {
            throw wrong(
                    tuple.getKeyNode(),
                    "no such setting: " + RawText.visible(key)
                            + "; there are keep, with, without, families, include, exclude and images");
        }
        Node node = tuple.getValueNode();
        List<Setting> settings = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                settings.add(item(key, item));
            }
        } else {
            settings.add(item(key, node));
        }
        return settings;
    }

    /** A value alone, or with the reason for it. */
    private Setting item(String key, Node node) throws FailureException {
        if (!(node instanceof MappingNode mapping)) {
            return new Setting(key, scalar(node, key), "", at(node));
        }
        if (!key.equals("include") && !key.equals("exclude")) {
            throw wrong(node, key + ": a name, without a reason");
        }
        String path = "";
        String reason = "";
        for (NodeTuple tuple : mapping.getValue()) {
            String name = key(tuple);
            switch (name) {
                case "path" -> path = scalar(tuple.getValueNode(), name);
                case "reason" -> reason = scalar(tuple.getValueNode(), name);
                default ->
                    throw wrong(
                            tuple.getKeyNode(),
                            "no such member: " + RawText.visible(name) + "; there are path and reason");
            }
        }
        if (path.isEmpty()) {
            throw wrong(node, key + ": has no path");
        }
        return new Setting(key, path, reason, at(node));
    }

    private MappingNode mapping(Node node, String subject) throws FailureException {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(node, subject + ": not a list of keys with values");
        }
        Set<String> seen = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = scalar(tuple.getKeyNode(), "a key");
            if (!seen.add(key)) {
                throw wrong(tuple.getKeyNode(), RawText.visible(key) + ": said twice");
            }
        }
        return mapping;
    }

    private String key(NodeTuple tuple) throws FailureException {
        return scalar(tuple.getKeyNode(), "a key");
    }

    private String scalar(Node node, String subject) throws FailureException {
        if (!(node instanceof ScalarNode scalar) || scalar.getValue().isEmpty()) {
            throw wrong(node, subject + ": not a text");
        }
        return RawText.ofText(((ScalarNode) node).getValue());
    }

    private FailureException wrong(Node node, String message) {
        return new FailureException(ExitCode.USAGE, at(node) + ": " + message);
    }

    private String at(Node node) {
        return at(node.getStartMark());
    }

    private String at(Optional<Mark> mark) {
        return shown + mark.map(position -> ":" + (position.getLine() + 1)).orElse("");
    }
}
