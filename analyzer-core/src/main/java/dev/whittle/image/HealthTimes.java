package dev.whittle.image;

/**
 * Timing of an image's health check, in nanoseconds; 0 means the engine's default.
 *
 * @param startInterval between checks while the container starts: Docker 25 and later
 */
public record HealthTimes(long interval, long timeout, long startPeriod, long startInterval, long retries) {}
