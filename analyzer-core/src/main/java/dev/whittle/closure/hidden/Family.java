package dev.whittle.closure.hidden;

/**
 * A kind of hidden dependency.
 *
 * @param name as {@code --with} and {@code --without} take it
 * @param looksFor what is seen and what is kept for it, one line
 */
public record Family(String name, String looksFor) {}
