package dev.whittle.packaging;

import java.util.Map;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The class that replaces one lambda: captured values in fields, and a method that converts and calls, as
 * {@link java.lang.invoke.LambdaMetafactory} specifies.
 */
final class PlainLambda {
    /** The static method that takes the captured values and returns the object. */
    static final String MAKE = "make";

    private static final String OBJECT = "java/lang/Object";
    private static final String NEW = "<init>";

    /** From one to another of int, long, float, double. */
    private static final int[][] WIDER = {
        {Opcodes.NOP, Opcodes.I2L, Opcodes.I2F, Opcodes.I2D},
        {Opcodes.NOP, Opcodes.NOP, Opcodes.L2F, Opcodes.L2D},
        {Opcodes.NOP, Opcodes.NOP, Opcodes.NOP, Opcodes.F2D}
    };

    private static final Map<Integer, String> WRAPPERS = Map.of(
            Type.BOOLEAN, "java/lang/Boolean",
            Type.BYTE, "java/lang/Byte",
            Type.CHAR, "java/lang/Character",
            Type.SHORT, "java/lang/Short",
            Type.INT, "java/lang/Integer",
            Type.LONG, "java/lang/Long",
            Type.FLOAT, "java/lang/Float",
            Type.DOUBLE, "java/lang/Double");

    private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    private final String name;
    private final String called;
    private final Type made;

    /**
     * @param host the nest host, whose private methods may be called
     * @param called the interface's method
     * @param made from captured values to the interface
     */
    PlainLambda(String name, String host, String called, Type made) {
        this.name = name;
        this.called = called;
        this.made = made;
        int access = Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC;
        String[] interfaces = {made.getReturnType().getInternalName()};
        writer.visit(Opcodes.V17, access, name, null, OBJECT, interfaces);
        writer.visitNestHost(host);
    }

    /**
     * @param erased the type of the interface's method
     * @param code the implementation
     * @param real its actual argument and result types: as {@code erased}, or more specific
     */
    byte[] of(Type erased, Handle code, Type real) {
        constructor();
        factory();
        call(erased, code, real);
        writer.visitEnd();
        return writer.toByteArray();
    }

    private void constructor() {
        MethodVisitor visitor = method(0, NEW, Type.getMethodDescriptor(Type.VOID_TYPE, made.getArgumentTypes()));
        visitor.visitVarInsn(Opcodes.ALOAD, 0);
        visitor.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, NEW, "()V", false);
        int local = 1;
        int field = 0;
        for (Type type : made.getArgumentTypes()) {
            writer.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, "f" + field, type.getDescriptor(), null, null);
            visitor.visitVarInsn(Opcodes.ALOAD, 0);
            visitor.visitVarInsn(type.getOpcode(Opcodes.ILOAD), local);
            visitor.visitFieldInsn(Opcodes.PUTFIELD, name, "f" + field++, type.getDescriptor());
            local += type.getSize();
        }
        end(visitor, Type.VOID_TYPE);
    }

    private void factory() {
        MethodVisitor visitor = method(Opcodes.ACC_STATIC, MAKE, made.getDescriptor());
        visitor.visitTypeInsn(Opcodes.NEW, name);
        visitor.visitInsn(Opcodes.DUP);
        int local = 0;
        for (Type type : made.getArgumentTypes()) {
            visitor.visitVarInsn(type.getOpcode(Opcodes.ILOAD), local);
            local += type.getSize();
        }
        visitor.visitMethodInsn(
                Opcodes.INVOKESPECIAL,
                name,
                NEW,
                Type.getMethodDescriptor(Type.VOID_TYPE, made.getArgumentTypes()),
                false);
        end(visitor, made.getReturnType());
    }

    private void call(Type erased, Handle code, Type real) {
        MethodVisitor visitor = method(Opcodes.ACC_PUBLIC, called, erased.getDescriptor());
        boolean isNew = code.getTag() == Opcodes.H_NEWINVOKESPECIAL;
        if (isNew) {
            visitor.visitTypeInsn(Opcodes.NEW, code.getOwner());
            visitor.visitInsn(Opcodes.DUP);
        }
        // Parameters of the implementation: its receiver first, if it has one.
        Type[] own = Type.getArgumentTypes(code.getDesc());
        boolean hasObject = !isNew && code.getTag() != Opcodes.H_INVOKESTATIC;
        int to = hasObject ? -1 : 0;
        int field = 0;
        for (Type type : made.getArgumentTypes()) {
            visitor.visitVarInsn(Opcodes.ALOAD, 0);
            visitor.visitFieldInsn(Opcodes.GETFIELD, name, "f" + field++, type.getDescriptor());
            to++;
        }
        int local = 1;
        for (int i = 0; i < erased.getArgumentTypes().length; i++) {
            Type given = erased.getArgumentTypes()[i];
            Type closer = real.getArgumentTypes()[i];
            visitor.visitVarInsn(given.getOpcode(Opcodes.ILOAD), local);
            local += given.getSize();
            convert(visitor, given, closer);
            convert(visitor, closer, to < 0 ? Type.getObjectType(code.getOwner()) : own[to]);
            to++;
        }
        visitor.visitMethodInsn(opcode(code), code.getOwner(), code.getName(), code.getDesc(), code.isInterface());
        Type result = isNew ? Type.getObjectType(code.getOwner()) : Type.getReturnType(code.getDesc());
        convert(visitor, result, real.getReturnType());
        convert(visitor, real.getReturnType(), erased.getReturnType());
        end(visitor, erased.getReturnType());
    }

    /** In a nest private methods are called like others: JVMS 5.4.4. */
    private static int opcode(Handle code) {
        return switch (code.getTag()) {
            case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
            case Opcodes.H_NEWINVOKESPECIAL -> Opcodes.INVOKESPECIAL;
            case Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEINTERFACE;
            case Opcodes.H_INVOKEVIRTUAL -> Opcodes.INVOKEVIRTUAL;
            case Opcodes.H_INVOKESPECIAL -> code.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
            default -> throw new IllegalArgumentException("no method: " + code);
        };
    }

    private static void convert(MethodVisitor visitor, Type from, Type to) {
        String wrapper = WRAPPERS.get(from.getSort());
        if (to.getSort() == Type.VOID) {
            if (from.getSort() != Type.VOID) {
                visitor.visitInsn(from.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
            }
        } else if (isPrimitive(from) && isPrimitive(to)) {
            widen(visitor, from, to);
        } else if (wrapper != null) {
            visitor.visitMethodInsn(
                    Opcodes.INVOKESTATIC, wrapper, "valueOf", "(" + from.getDescriptor() + ")L" + wrapper + ";", false);
        } else if (isPrimitive(to)) {
            Type inside = unwrapped(from, to);
            String holder = WRAPPERS.get(inside.getSort());
            String getter = inside.getClassName() + "Value";
            visitor.visitTypeInsn(Opcodes.CHECKCAST, holder);
            visitor.visitMethodInsn(Opcodes.INVOKEVIRTUAL, holder, getter, "()" + inside.getDescriptor(), false);
            widen(visitor, inside, to);
        } else if (!from.equals(to) && !to.getInternalName().equals(OBJECT)) {
            visitor.visitTypeInsn(Opcodes.CHECKCAST, to.getInternalName());
        }
    }

    /** The content of a wrapper; an object of unknown class is assumed to hold the required type. */
    private static Type unwrapped(Type from, Type to) {
        for (char one : "ZBCSIJFD".toCharArray()) {
            Type inside = Type.getType(String.valueOf(one));
            if (from.getInternalName().equals(WRAPPERS.get(inside.getSort()))) {
                return inside;
            }
        }
        return to;
    }

    private static void widen(MethodVisitor visitor, Type from, Type to) {
        int narrow = width(from);
        int wide = width(to);
        if (narrow != wide) {
            visitor.visitInsn(WIDER[narrow][wide]);
        }
    }

    /** Types smaller than int are int to the JVM. */
    private static int width(Type type) {
        return Math.max(0, "IJFD".indexOf(type.getDescriptor()));
    }

    private static boolean isPrimitive(Type type) {
        return WRAPPERS.containsKey(type.getSort());
    }

    private MethodVisitor method(int access, String name, String type) {
        MethodVisitor method = writer.visitMethod(access, name, type, null, null);
        method.visitCode();
        return method;
    }

    private static void end(MethodVisitor visitor, Type result) {
        visitor.visitInsn(result.getOpcode(Opcodes.IRETURN));
        visitor.visitMaxs(0, 0);
        visitor.visitEnd();
    }
}
