package dev.whittle.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class NewerClassFilesTest {
    private final Path from;
    private final Path to;

    NewerClassFilesTest(@TempDir Path directory) {
        from = directory.resolve("from.jar");
        to = directory.resolve("to.jar");
    }

    @BeforeEach
    void make_a_jar_of_old_classes() throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(from))) {
            for (String name : List.of("old/Choice.class", "other/Choice.class", "old/notes.txt")) {
                out.putNextEntry(new ZipEntry(name));
                out.write(name.endsWith(".class") ? choice(name.replace(".class", "")) : new byte[] {1, 2});
            }
        }
        NewerClassFiles.copy(from, to, "old/");
    }

    @Test
    void a_class_of_the_package_is_newer_and_passes_the_verifier() throws Exception {
        assertThat(version("old/Choice.class")).isEqualTo(Opcodes.V17);
        try (URLClassLoader loader = new URLClassLoader(new URL[] {to.toUri().toURL()}, null)) {
            Object length = Class.forName("old.Choice", true, loader)
                    .getMethod("of", boolean.class)
                    .invoke(null, true);
            assertThat(length).isEqualTo("yes");
        }
    }

    @Test
    void everything_else_stays_as_it_is_in_its_order() throws IOException {
        assertThat(version("other/Choice.class")).isEqualTo(Opcodes.V1_5);
        try (ZipFile jar = new ZipFile(to.toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName))
                    .containsExactly("old/Choice.class", "other/Choice.class", "old/notes.txt");
            try (var in = jar.getInputStream(jar.getEntry("old/notes.txt"))) {
                assertThat(in.readAllBytes()).containsExactly(1, 2);
            }
        }
    }

    @Test
    void the_same_jar_gives_the_same_bytes() throws IOException {
        Path again = to.resolveSibling("again.jar");
        NewerClassFiles.copy(from, again, "old/");
        assertThat(again).hasSameBinaryContentAs(to);
    }

    private int version(String name) throws IOException {
        try (ZipFile jar = new ZipFile(to.toFile());
                var in = jar.getInputStream(jar.getEntry(name))) {
            return new ClassReader(in.readAllBytes()).readUnsignedShort(6);
        }
    }

    /** A branch, at whose end a newer verifier wants a stack map: {@code static CharSequence of(boolean)}. */
    private static byte[] choice(String name) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V1_5, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
        MethodVisitor of = writer.visitMethod(
                Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "of", "(Z)Ljava/lang/CharSequence;", null, null);
        Label no = new Label();
        Label end = new Label();
        of.visitCode();
        of.visitVarInsn(Opcodes.ILOAD, 0);
        of.visitJumpInsn(Opcodes.IFEQ, no);
        of.visitLdcInsn("yes");
        of.visitJumpInsn(Opcodes.GOTO, end);
        of.visitLabel(no);
        of.visitTypeInsn(Opcodes.NEW, "java/lang/StringBuilder");
        of.visitInsn(Opcodes.DUP);
        of.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/StringBuilder", "<init>", "()V", false);
        of.visitLabel(end);
        of.visitInsn(Opcodes.ARETURN);
        of.visitMaxs(0, 0);
        of.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }
}
