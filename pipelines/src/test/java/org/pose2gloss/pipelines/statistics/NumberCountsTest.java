package org.pose2gloss.pipelines.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberCountsTest {
  private static final Bins BINS = new Bins(0, 1, 4);

  @Test
  void everyNumberHasItsSlot() {
    NumberCounts counts = new NumberCounts(BINS);
    for (float value :
        new float[] {
          -0.1f, 0, 0.2499f, 0.25f, 0.99f, 1, 1.01f, Float.NaN, Float.NEGATIVE_INFINITY
        }) {
      counts.add(value);
    }

    Distribution found = counts.distribution();

    assertThat(found.below()).isEqualTo(1);
    assertThat(found.bins()).containsExactly(2L, 1L, 0L, 2L);
    assertThat(found.above()).isEqualTo(1);
    assertThat(found.count()).isEqualTo(7);
    assertThat(found.absent()).isEqualTo(1);
    assertThat(found.infinite()).isEqualTo(1);
    assertThat(found.min()).isEqualTo(-0.1f);
    assertThat(found.max()).isEqualTo(1.01f);
    assertThat(found.outsideShare()).isEqualTo(3 / 8.0);
    assertThat(found.absentShare()).isEqualTo(1 / 9.0);
  }

  @Test
  void meanAndDeviationAreThoseOfTheNumbers() {
    NumberCounts counts = new NumberCounts(BINS);
    for (float value : new float[] {0.25f, 0.5f, 1.5f}) {
      counts.add(value);
    }

    // 2.25 / 3 = 0.75; squares 0.0625 + 0.25 + 2.25 = 2.5625, so variance 2.5625 / 3 - 0.5625
    assertThat(counts.distribution().mean()).isCloseTo(0.75, within(1e-5));
    assertThat(counts.distribution().std()).isCloseTo(Math.sqrt(2.5625 / 3 - 0.5625), within(1e-4));
  }

  @Test
  void nothingHasNoMean() {
    Distribution nothing = new NumberCounts(BINS).distribution();

    assertThat(nothing.mean()).isNull();
    assertThat(nothing.min()).isNull();
    assertThat(nothing.outsideShare()).isZero();
  }

  @Test
  void oneNumberCannotSpoilTheSums() {
    NumberCounts counts = new NumberCounts(BINS);
    counts.add(Float.MAX_VALUE);
    counts.add(0);

    assertThat(counts.distribution().max()).isEqualTo(Float.MAX_VALUE);
    // 16 units of 2, halved
    assertThat(counts.distribution().mean()).isCloseTo(16, within(1e-9));
  }

  @Test
  void orderAndDivisionDoNotMatter() {
    Random random = new Random(1);
    float[] values = new float[10_000];
    NumberCounts whole = new NumberCounts(BINS);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
      whole.add(values[i]);
    }
    NumberCounts first = new NumberCounts(BINS);
    NumberCounts second = new NumberCounts(BINS);
    for (int i = values.length - 1; i >= 0; i--) {
      (i % 3 == 0 ? first : second).add(values[i]);
    }
    second.add(first);

    assertThat(second.distribution()).isEqualTo(whole.distribution());
  }

  @Test
  void countsTravelUnchanged() throws IOException {
    NumberCounts counts = new NumberCounts(BINS);
    counts.add(-3);
    counts.add(Float.NaN);
    counts.add(0.3f);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    counts.write(new DataOutputStream(bytes));

    NumberCounts read =
        NumberCounts.read(BINS, new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

    assertThat(read.distribution()).isEqualTo(counts.distribution());
  }
}
