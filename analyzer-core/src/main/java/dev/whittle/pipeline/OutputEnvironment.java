package dev.whittle.pipeline;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What writing and reading back depend on, other than the request.
 *
 * @param spoolDirectory for temporary files
 * @param threads that may work at once; the bytes are the same for any number
 * @param latest SOURCE_DATE_EPOCH: no entry is dated after it
 */
public record OutputEnvironment(Path spoolDirectory, int threads, OptionalLong latest) {}
