package dev.whittle.resolve.load;

/**
 * A symbol version that an object requires and the file found for it does not define.
 *
 * @param error false for a remark: the requirement is weak, or the file defines no versions at all
 */
public record VersionProblem(LoadedObject requester, LoadedObject provider, String version, boolean error) {}
