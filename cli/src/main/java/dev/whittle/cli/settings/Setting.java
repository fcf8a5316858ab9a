package dev.whittle.cli.settings;

/**
 * One thing that a file or a variable says.
 *
 * @param key as the file has it: {@code keep}, {@code with}, {@code without}, {@code families}, {@code include} or {@code exclude}
 * @param value raw
 * @param reason why a person wants it so, raw; empty if the file does not say
 * @param from where it stands, for a person: {@code .whittle.yaml:3}, {@code WHITTLE_KEEP}
 */
public record Setting(String key, String value, String reason, String from) {}
