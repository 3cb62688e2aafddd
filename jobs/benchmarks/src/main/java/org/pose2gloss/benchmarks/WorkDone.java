package org.pose2gloss.benchmarks;

import java.util.Collection;
import java.util.function.ToLongFunction;

/**
 * What one or several workers did.
 *
 * @param frames frames extracted
 * @param hands hands found, two a frame at most
 * @param poses frames with a body
 * @param faces frames with a face
 * @param nanos time at work, nanoseconds
 * @param modelNanos of it, time inside the models
 * @param invocations how often a model ran
 */
record WorkDone(
    long frames,
    long hands,
    long poses,
    long faces,
    long nanos,
    long modelNanos,
    long invocations) {

  static WorkDone sum(Collection<WorkDone> parts) {
    return new WorkDone(
        sum(parts, WorkDone::frames),
        sum(parts, WorkDone::hands),
        sum(parts, WorkDone::poses),
        sum(parts, WorkDone::faces),
        sum(parts, WorkDone::nanos),
        sum(parts, WorkDone::modelNanos),
        sum(parts, WorkDone::invocations));
  }

  private static long sum(Collection<WorkDone> parts, ToLongFunction<WorkDone> number) {
    return parts.stream().mapToLong(number).sum();
  }
}
