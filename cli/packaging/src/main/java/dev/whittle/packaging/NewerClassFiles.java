package dev.whittle.packaging;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Copies a jar, and sets the class-file version of one package to Java 17. A JVM excludes classes older than Java 6
 * from an AOT cache, since they have no stack maps and would be verified at every start (HotSpot,
 * systemDictionaryShared.cpp:check_for_exclusion). Only the version changes and stack maps are added.
 */
public final class NewerClassFiles {
    private static final String OBJECT = "java/lang/Object";

    /** The superclass of each class of the package; an interface counts as {@code Object}, as in the verifier. */
    private final Map<String, String> parents = new HashMap<>();

    private NewerClassFiles() {}

    /** {@code NewerClassFiles FROM.jar TO.jar PACKAGE}, the package with slashes and a trailing one. */
    public static void main(String[] arguments) throws IOException {
        copy(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2]);
    }

    static void copy(Path from, Path to, String packageName) throws IOException {
        NewerClassFiles classes = new NewerClassFiles();
        try (ZipFile jar = new ZipFile(from.toFile());
                OutputStream file = Files.newOutputStream(to);
                ZipOutputStream out = new ZipOutputStream(file)) {
            List<? extends ZipEntry> entries = Collections.list(jar.entries());
            for (ZipEntry entry : entries) {
                if (isMeant(entry, packageName)) {
                    classes.know(new ClassReader(content(jar, entry)));
                }
            }
            for (ZipEntry entry : entries) {
                byte[] content = content(jar, entry);
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                out.write(isMeant(entry, packageName) ? classes.newer(new ClassReader(content)) : content);
            }
        }
    }

    private static boolean isMeant(ZipEntry entry, String packageName) {
        return entry.getName().startsWith(packageName) && entry.getName().endsWith(".class");
    }

    private static byte[] content(ZipFile jar, ZipEntry entry) throws IOException {
        try (var in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private void know(ClassReader reader) {
        boolean isInterface = (reader.getAccess() & Opcodes.ACC_INTERFACE) != 0;
        parents.put(reader.getClassName(), isInterface ? OBJECT : reader.getSuperName());
    }

    private byte[] newer(ClassReader reader) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected String getCommonSuperClass(String first, String second) {
                return shared(first, second);
            }
        };
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public void visit(
                            int version,
                            int access,
                            String name,
                            String signature,
                            String superName,
                            String[] interfaces) {
                        super.visit(Opcodes.V17, access, name, signature, superName, interfaces);
                    }
                },
                ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }

    private String shared(String first, String second) {
        for (String a = first; !a.equals(OBJECT); a = parent(a)) {
            for (String b = second; !b.equals(OBJECT); b = parent(b)) {
                if (a.equals(b)) {
                    return a;
                }
            }
        }
        return OBJECT;
    }

    /** A class outside the package and the JDK would need its file; verification of the result would fail. */
    private String parent(String name) {
        String known = parents.get(name);
        if (known != null) {
            return known;
        }
        try {
            Class<?> ofTheJdk = Class.forName(name.replace('/', '.'), false, ClassLoader.getPlatformClassLoader());
            Class<?> above = ofTheJdk.getSuperclass();
            return above == null ? OBJECT : above.getName().replace('.', '/');
        } catch (ClassNotFoundException e) {
            return OBJECT;
        }
    }
}
