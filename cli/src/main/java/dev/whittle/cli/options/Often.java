package dev.whittle.cli.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks an option for the short help ({@code -h}), which has room for those that are used often. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Often {
    /** What it does, in at most 56 characters, lower case. Completion scripts show it too. */
    String value();
}
