package dev.whittle.image;

/**
 * How an image's health check is repeated. Times are nanoseconds; 0 stands for the engine's own default.
 *
 * @param startInterval between checks while the container starts: of Docker 25 and later
 */
public record HealthTimes(long interval, long timeout, long startPeriod, long startInterval, long retries) {}
