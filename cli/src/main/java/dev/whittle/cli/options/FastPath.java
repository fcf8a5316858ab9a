package dev.whittle.cli.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a command that a {@link PlainLine} starts. From its {@code @Option} fields and those of its mixins, the build
 * generates the class {@code PlainOptions} of each package, which sets them (FastPathProcessor in {@code cli/packaging}).
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
public @interface FastPath {}
