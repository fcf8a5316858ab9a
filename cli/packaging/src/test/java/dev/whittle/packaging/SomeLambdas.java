package dev.whittle.packaging;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/** One of each kind that a lambda or a method reference can be. */
public final class SomeLambdas {
    private final String own;

    private SomeLambdas(String own) {
        this.own = own;
    }

    interface Shape {
        String name();

        default String twice() {
            Supplier<String> again = this::name;
            return name() + again.get();
        }

        private String hidden() {
            return "hidden " + name();
        }

        default Supplier<String> revealed() {
            return this::hidden;
        }
    }

    private final class Inner {
        private Supplier<String> outer() {
            return () -> secret("inner");
        }
    }

    private String secret(String more) {
        return own + more;
    }

    private int count() {
        return own.length();
    }

    private static long wide(long value) {
        return value + 1;
    }

    private Supplier<String> kept(long a, double b, byte c, boolean d, char e) {
        return () -> own + a + b + c + d + e;
    }

    public static List<String> answers() throws Exception {
        SomeLambdas it = new SomeLambdas("own ");
        List<String> told = new ArrayList<>();
        Consumer<String> tell = told::add; // gives something that nobody takes
        Supplier<String> constant = () -> "constant";
        Function<String, String> secret = it::secret;
        BiFunction<SomeLambdas, String, String> unbound = SomeLambdas::secret;
        Function<String, SomeLambdas> make = SomeLambdas::new;
        IntFunction<String[]> array = String[]::new;
        IntToLongFunction widened = SomeLambdas::wide;
        ToLongFunction<Integer> unboxed = SomeLambdas::wide;
        Function<Long, Long> boxed = SomeLambdas::wide;
        ToIntFunction<SomeLambdas> counted = SomeLambdas::count;
        ToDoubleFunction<SomeLambdas> farther = SomeLambdas::count;
        Supplier<Object> asObject = it::count;
        BinaryOperator<Integer> sum = Integer::sum;
        IntUnaryOperator negated = i -> -i;
        DoubleSupplier half = () -> 0.5;
        UnaryOperator<String> trimmed = String::trim;
        Callable<String> thrown = () -> {
            throw new java.io.IOException("thrown");
        };
        Function<Shape, String> ofInterface = Shape::name;
        Shape shape = () -> "shape ";
        tell.accept(constant.get());
        tell.accept(secret.apply("a") + unbound.apply(it, "b") + make.apply("c").own);
        tell.accept(array.apply(3).length + " " + widened.applyAsLong(1) + " " + unboxed.applyAsLong(2));
        tell.accept(boxed.apply(3L) + " " + counted.applyAsInt(it) + " " + farther.applyAsDouble(it));
        tell.accept(asObject.get() + " " + sum.apply(1, 2) + " " + negated.applyAsInt(4) + " " + half.getAsDouble());
        tell.accept(trimmed.apply(" x ")
                + ofInterface.apply(shape)
                + shape.twice()
                + shape.revealed().get());
        tell.accept(it.kept(1L << 40, 2.5, (byte) 3, true, 'e').get());
        tell.accept(it.new Inner().outer().get());
        try {
            tell.accept(thrown.call());
        } catch (java.io.IOException e) {
            tell.accept(e.getMessage());
        }
        return told;
    }

    /** The classes of some. */
    public static List<String> kinds() {
        Supplier<String> none = () -> "";
        UnaryOperator<String> reference = String::trim;
        SomeLambdas it = new SomeLambdas("");
        return List.of(
                none.getClass().getName(),
                reference.getClass().getName(),
                it.new Inner().outer().getClass().getName());
    }
}
