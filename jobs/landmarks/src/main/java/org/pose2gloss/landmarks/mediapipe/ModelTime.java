package org.pose2gloss.landmarks.mediapipe;

/**
 * What a model has cost since it was loaded.
 *
 * @param model its file's name
 * @param invocations how often it ran
 * @param nanos how long these runs took together, nanoseconds
 */
public record ModelTime(String model, long invocations, long nanos) {}
