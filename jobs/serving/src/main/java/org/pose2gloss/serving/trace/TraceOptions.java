package org.pose2gloss.serving.trace;

import java.time.Duration;

/**
 * Which requests leave a trace.
 *
 * @param share of the clips that do, 0 to 1; 0: none
 * @param every time between two commits
 * @param mostBytes most landmarks that wait for a commit; clips beyond leave no trace
 */
public record TraceOptions(double share, Duration every, long mostBytes) {}
