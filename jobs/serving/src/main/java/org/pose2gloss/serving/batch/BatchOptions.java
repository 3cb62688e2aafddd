package org.pose2gloss.serving.batch;

import java.time.Duration;

/**
 * How clips go through the network together.
 *
 * @param threads that run it
 * @param size most clips a run
 * @param waitForMore longest that a clip waits for others after a thread is free, 0 or more
 */
public record BatchOptions(int threads, int size, Duration waitForMore) {}
