package dev.whittle.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.tools.Diagnostic;

/**
 * Writes the code that sets the options of a command without picocli, from the same {@code @Option} fields that picocli
 * reads at run time: reading annotations takes longer than a short command. For each class marked {@code @FastPath}, and
 * each of its {@code @Mixin} groups, the class {@code PlainOptions} of its package gets two methods: {@code flag(group,
 * name)} for options without a value, {@code value(group, name, value)} for the others. They return false for an option
 * that the group does not have. Options of help are left out.
 */
public final class FastPathProcessor extends AbstractProcessor {
    private static final String MARK = "dev.whittle.cli.options.FastPath";
    private static final String PLAIN_LINE = "dev.whittle.cli.options.PlainLine";
    private static final String GENERATED = "PlainOptions";
    private static final String OPTION = "picocli.CommandLine.Option";
    private static final String MIXIN = "picocli.CommandLine.Mixin";

    /** An option: its names, and the field that holds it. */
    private record Option(List<String> names, VariableElement field) {}

    /** A group of options inside another one. */
    private record Mixin(VariableElement field, Group group) {}

    private record Group(TypeElement type, List<Option> flags, List<Option> values, List<Mixin> mixins) {
        boolean hasFlags() {
            return !flags.isEmpty()
                    || mixins.stream().anyMatch(mixin -> mixin.group().hasFlags());
        }

        boolean hasValues() {
            return !values.isEmpty()
                    || mixins.stream().anyMatch(mixin -> mixin.group().hasValues());
        }
    }

    /** By qualified name, so that the output does not depend on the order of the compiler's arguments. */
    private final Map<String, Group> groups = new TreeMap<>();

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of(MARK);
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (TypeElement annotation : annotations) {
            ElementFilter.typesIn(round.getElementsAnnotatedWith(annotation)).forEach(this::group);
        }
        if (!annotations.isEmpty()) {
            write();
        }
        return false;
    }

    private Group group(TypeElement type) {
        String name = type.getQualifiedName().toString();
        Group known = groups.get(name);
        if (known != null) {
            return known;
        }
        Group group = new Group(type, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (VariableElement field : ElementFilter.fieldsIn(type.getEnclosedElements())) {
            annotation(field, OPTION).ifPresent(option -> add(group, field, option));
            if (annotation(field, MIXIN).isPresent()) {
                checkAccess(field);
                group.mixins().add(new Mixin(field, group((TypeElement) ((DeclaredType) field.asType()).asElement())));
            }
        }
        groups.put(name, group);
        return group;
    }

    private void add(Group group, VariableElement field, AnnotationMirror annotation) {
        if (isTrue(annotation, "usageHelp") || isTrue(annotation, "versionHelp")) {
            return;
        }
        checkAccess(field);
        Option option = new Option(names(annotation), field);
        (field.asType().getKind() == TypeKind.BOOLEAN ? group.flags() : group.values()).add(option);
    }

    private void checkAccess(VariableElement field) {
        if (field.getModifiers().contains(Modifier.PRIVATE)) {
            processingEnv
                    .getMessager()
                    .printMessage(Diagnostic.Kind.ERROR, "private: generated code of the package sets it", field);
        }
    }

    private void write() {
        Set<String> packages = new LinkedHashSet<>();
        groups.values().forEach(group -> packages.add(packageOf(group.type())));
        for (String each : packages) {
            List<Group> own = groups.values().stream()
                    .filter(group -> packageOf(group.type()).equals(each))
                    .toList();
            TypeElement[] origins = own.stream().map(Group::type).toArray(TypeElement[]::new);
            try (Writer file = processingEnv
                    .getFiler()
                    .createSourceFile(each + "." + GENERATED, origins)
                    .openWriter()) {
                file.write(source(each, own));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private String source(String packageName, List<Group> own) {
        StringBuilder text = new StringBuilder("package " + packageName + ";\n\n"
                + "/** Sets options without picocli. Generated from their declarations by "
                + FastPathProcessor.class.getSimpleName() + ". */\n"
                + "public final class " + GENERATED + " {\n    private " + GENERATED + "() {}\n");
        for (Group group : own) {
            if (group.hasFlags()) {
                text.append(flags(group));
            }
            if (group.hasValues()) {
                text.append(values(group));
            }
        }
        return text.append("}\n").toString();
    }

    private String flags(Group group) {
        StringBuilder cases = new StringBuilder();
        for (Option option : group.flags()) {
            cases.append(label(option)).append(field(option)).append(" = true;\n");
        }
        List<String> others = group.mixins().stream()
                .filter(mixin -> mixin.group().hasFlags())
                .map(mixin -> call(mixin, "flag", "name"))
                .toList();
        return method(group, "flag", "String name", cases, others);
    }

    private String values(Group group) {
        StringBuilder cases = new StringBuilder();
        for (Option option : group.values()) {
            cases.append(label(option)).append(assignment(option));
        }
        List<String> others = group.mixins().stream()
                .filter(mixin -> mixin.group().hasValues())
                .map(mixin -> call(mixin, "value", "name, value"))
                .toList();
        return method(group, "value", "String name, String value", cases, others);
    }

    private static String method(Group group, String name, String parameters, CharSequence cases, List<String> others) {
        // A class that is not public is used by its own package only.
        String access = group.type().getModifiers().contains(Modifier.PUBLIC) ? "public " : "";
        String head = "\n    " + access + "static boolean " + name + "("
                + group.type().getQualifiedName() + " group, " + parameters + ") {\n";
        String rest = others.isEmpty() ? "false" : String.join("\n                || ", others);
        if (cases.length() == 0) {
            return head + "        return " + rest + ";\n    }\n";
        }
        return head + "        switch (name) {\n" + cases + "            default -> {\n                return " + rest
                + ";\n            }\n        }\n        return true;\n    }\n";
    }

    private String assignment(Option option) {
        TypeMirror type = option.field().asType();
        Element element = ((DeclaredType) type).asElement();
        if (element.getKind() == ElementKind.ENUM) {
            return "{\n                var constant = " + PLAIN_LINE + ".constant(" + element
                    + ".values(), value);\n                if (constant.isEmpty()) {\n                    return false;\n"
                    + "                }\n                " + field(option) + " = constant.get();\n            }\n";
        }
        String name = element.toString();
        if (name.equals("java.lang.String")) {
            return field(option) + " = value;\n";
        }
        if (name.equals("java.util.List")) {
            return field(option) + ".add(value);\n";
        }
        processingEnv
                .getMessager()
                .printMessage(
                        Diagnostic.Kind.ERROR, "neither boolean, String, List<String> nor an enum", option.field());
        return "{}\n";
    }

    private static String label(Option option) {
        return "            case \"" + String.join("\", \"", option.names()) + "\" -> ";
    }

    private static String field(Option option) {
        return "group." + option.field().getSimpleName();
    }

    private String call(Mixin mixin, String method, String arguments) {
        return packageOf(mixin.group().type()) + "." + GENERATED + "." + method + "(group."
                + mixin.field().getSimpleName() + ", " + arguments + ")";
    }

    private String packageOf(TypeElement type) {
        return processingEnv
                .getElementUtils()
                .getPackageOf(type)
                .getQualifiedName()
                .toString();
    }

    private static Optional<AnnotationMirror> annotation(Element element, String name) {
        for (AnnotationMirror each : element.getAnnotationMirrors()) {
            if (((TypeElement) each.getAnnotationType().asElement())
                    .getQualifiedName()
                    .contentEquals(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    private static boolean isTrue(AnnotationMirror annotation, String attribute) {
        return attribute(annotation, attribute)
                .map(AnnotationValue::getValue)
                .filter(Boolean.TRUE::equals)
                .isPresent();
    }

    private static List<String> names(AnnotationMirror annotation) {
        List<String> names = new ArrayList<>();
        if (attribute(annotation, "names").orElseThrow().getValue() instanceof List<?> values) {
            for (Object value : values) {
                names.add(String.valueOf(((AnnotationValue) value).getValue()));
            }
        }
        return names;
    }

    private static Optional<AnnotationValue> attribute(AnnotationMirror annotation, String name) {
        for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> each :
                annotation.getElementValues().entrySet()) {
            if (each.getKey().getSimpleName().contentEquals(name)) {
                return Optional.of(each.getValue());
            }
        }
        return Optional.empty();
    }
}
