package org.pose2gloss.pipelines.ingest;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Brings what belongs together into one of a fixed number of buckets, instead of a group each.
 *
 * <p>Beam's direct runner starts a bundle for every key of a group, at some ten milliseconds each:
 * with a key for every id, 700 files took a minute. A bucket's rows are sorted out in memory: of a
 * million rows some ten megabytes.
 */
final class Buckets {
  /** Where files are opened: enough for every core of a cluster, some of them more than once. */
  static final int FOR_FILES = 128;

  /** Where rows in memory are compared: more than a cluster needs for the little that it is. */
  private static final int FOR_ROWS = 16;

  private Buckets() {}

  /** Keys each element by the bucket of a text that it shares with what belongs to it. */
  static <T> PTransform<PCollection<T>, PCollection<KV<Integer, T>>> by(
      SerializableFunction<T, String> text) {
    return by(text, FOR_ROWS);
  }

  /** The same with a number of buckets. */
  static <T> PTransform<PCollection<T>, PCollection<KV<Integer, T>>> by(
      SerializableFunction<T, String> text, int buckets) {
    return WithKeys.<Integer, T>of(
            element -> Math.floorMod(text.apply(element).hashCode(), buckets))
        .withKeyType(TypeDescriptors.integers());
  }
}
