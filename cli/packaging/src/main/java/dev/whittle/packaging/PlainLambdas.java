package dev.whittle.packaging;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Copies a jar, and turns each lambda and method reference of one package into a class. A JVM generates such classes at
 * run time, and even if an archive contains them it links each call site with a dozen interpreted calls (JDK 17,
 * java.lang.invoke.InnerClassLambdaMetafactory.buildCallSite).
 */
public final class PlainLambdas {
    private static final String FACTORY = "java/lang/invoke/LambdaMetafactory";

    /** For each nest host, its new classes: they call its private methods. */
    private final Map<String, List<String>> members = new HashMap<>();

    private final Map<String, byte[]> made = new TreeMap<>();

    private PlainLambdas() {}

    /** {@code PlainLambdas FROM.jar TO.jar PACKAGE}, the package with slashes and a trailing one. */
    public static void main(String[] arguments) throws IOException {
        copy(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2]);
    }

    static void copy(Path from, Path to, String packageName) throws IOException {
        PlainLambdas lambdas = new PlainLambdas();
        try (ZipFile jar = new ZipFile(from.toFile());
                OutputStream file = Files.newOutputStream(to);
                ZipOutputStream out = new ZipOutputStream(file)) {
            Map<ZipEntry, byte[]> contents = new LinkedHashMap<>();
            List<? extends ZipEntry> entries = Collections.list(jar.entries());
            for (ZipEntry entry : entries) {
                byte[] content;
                try (var in = jar.getInputStream(entry)) {
                    content = in.readAllBytes();
                }
                boolean isMeant = entry.getName().startsWith(packageName)
                        && entry.getName().endsWith(".class");
                contents.put(entry, isMeant ? lambdas.replaced(content) : content);
            }
            for (Map.Entry<ZipEntry, byte[]> one : contents.entrySet()) {
                ZipEntry entry = one.getKey();
                String name = entry.getName().replaceFirst("\\.class$", "");
                put(out, entry.getName(), entry.getTime(), lambdas.withMembers(name, one.getValue()));
            }
            long time = entries.get(0).getTime();
            for (Map.Entry<String, byte[]> one : lambdas.made.entrySet()) {
                put(out, one.getKey() + ".class", time, one.getValue());
            }
        }
    }

    private static void put(ZipOutputStream out, String name, long time, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(time);
        out.putNextEntry(entry);
        out.write(content);
    }

    private byte[] replaced(byte[] content) {
        ClassReader reader = new ClassReader(content);
        ClassWriter writer = new ClassWriter(0);
        reader.accept(new Outer(writer), 0);
        return writer.toByteArray();
    }

    private byte[] withMembers(String host, byte[] content) {
        List<String> nestMembers = members.get(host);
        if (nestMembers == null) {
            return content;
        }
        ClassReader reader = new ClassReader(content);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public void visitEnd() {
                        nestMembers.forEach(this::visitNestMember);
                        super.visitEnd();
                    }
                },
                0);
        return writer.toByteArray();
    }

    /** A class whose lambdas are replaced. */
    private final class Outer extends ClassVisitor {
        private String name = "";
        private String host = "";
        private int count;

        Outer(ClassWriter writer) {
            super(Opcodes.ASM9, writer);
        }

        @Override
        public void visit(
                int version, int access, String internalName, String signature, String superName, String[] interfaces) {
            name = internalName;
            host = internalName;
            super.visit(version, access, internalName, signature, superName, interfaces);
        }

        @Override
        public void visitNestHost(String internalName) {
            host = internalName;
            super.visitNestHost(internalName);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String method, String type, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, method, type, signature, exceptions)) {
                @Override
                public void visitInvokeDynamicInsn(String called, String type, Handle bootstrap, Object... arguments) {
                    if (!bootstrap.getOwner().equals(FACTORY)
                            || !bootstrap.getName().equals("metafactory")) {
                        super.visitInvokeDynamicInsn(called, type, bootstrap, arguments);
                        return;
                    }
                    String one = name + "$$Plain" + count++;
                    members.computeIfAbsent(host, h -> new ArrayList<>()).add(one);
                    made.put(
                            one,
                            new PlainLambda(one, host, called, Type.getMethodType(type))
                                    .of((Type) arguments[0], (Handle) arguments[1], (Type) arguments[2]));
                    super.visitMethodInsn(Opcodes.INVOKESTATIC, one, PlainLambda.MAKE, type, false);
                }
            };
        }
    }
}
