package org.pose2gloss.jobs;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;
import org.apache.spark.util.LongAccumulator;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.LandmarkSequence;

/**
 * What an extraction has done so far, where people look for it: as named accumulators on the pages
 * of its stage in Spark's UI and in the event log, and as the source {@code pose2gloss.extract} of
 * the driver's metrics system ({@code /metrics/json} of the UI, and every sink that is configured).
 */
final class ExtractionMetrics implements AutoCloseable {
  private final Counters counters;
  private final Source source;
  private final long started = System.nanoTime();

  private ExtractionMetrics(SparkContext spark) {
    Map<LandmarkPart, LongAccumulator> found = new EnumMap<>(LandmarkPart.class);
    for (LandmarkPart part : LandmarkPart.values()) {
      found.put(part, spark.longAccumulator("frames with " + words(part)));
    }
    counters =
        new Counters(
            spark.longAccumulator("frames"), spark.longAccumulator("failed videos"), found);
    source = source();
    SparkEnv.get().metricsSystem().registerSource(source);
  }

  /** Begins to count. */
  static ExtractionMetrics start(SparkContext spark) {
    return new ExtractionMetrics(spark);
  }

  /**
   * What tasks add to.
   *
   * @param frames of videos that were extracted
   * @param failed videos that could not be
   * @param found of these frames, those with a part of the body
   */
  record Counters(
      LongAccumulator frames, LongAccumulator failed, Map<LandmarkPart, LongAccumulator> found)
      implements Serializable {
    /** A video is done. */
    void add(LandmarkSequence sequence, Coverage coverage) {
      frames.add(sequence.frames());
      found.forEach((part, count) -> count.add(Math.round(coverage.of(part) * sequence.frames())));
    }

    /** A video has failed. */
    void addFailure() {
      failed.add(1);
    }
  }

  Counters counters() {
    return counters;
  }

  private Source source() {
    MetricRegistry registry = new MetricRegistry();
    LongSupplier frames = counters.frames()::sum;
    gauge(registry, "frames", () -> (double) frames.getAsLong());
    gauge(registry, "frames-per-second", () -> frames.getAsLong() / seconds());
    gauge(registry, "failed-videos", () -> (double) counters.failed().sum());
    counters
        .found()
        .forEach(
            (part, count) ->
                gauge(
                    registry,
                    words(part).replace(' ', '-') + "-coverage",
                    () -> frames.getAsLong() == 0 ? 0 : (double) count.sum() / frames.getAsLong()));
    return new Source() {
      @Override
      public String sourceName() {
        return "pose2gloss.extract";
      }

      @Override
      public MetricRegistry metricRegistry() {
        return registry;
      }
    };
  }

  private static void gauge(MetricRegistry registry, String name, Gauge<Double> value) {
    registry.register(name, value);
  }

  private double seconds() {
    return Math.max(1e-9, (System.nanoTime() - started) / 1e9);
  }

  private static String words(LandmarkPart part) {
    return part.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  @Override
  public void close() {
    SparkEnv.get().metricsSystem().removeSource(source);
  }
}
