package dev.whittle.pipeline;

import dev.whittle.closure.Closure;
import dev.whittle.write.LayerSummary;

/** What a layer has and why, and what was written. */
public record LayerResult(Closure closure, LayerSummary summary) {}
