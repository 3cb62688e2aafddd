package org.pose2gloss.serving.model;

import java.time.Instant;

/**
 * How a look at the source of models came out.
 *
 * @param at when
 * @param problem why what the source names is not in service; empty if it is
 * @param reloads how many models have been loaded so far
 */
public record ReloadStatus(Instant at, String problem, long reloads) {}
