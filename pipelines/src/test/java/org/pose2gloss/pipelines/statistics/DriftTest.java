package org.pose2gloss.pipelines.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.pipelines.statistics.Anomaly.Kind;

class DriftTest {
  private static final Thresholds THRESHOLDS = new Thresholds(0.25, 0.1, 0.05, 0.2, 0.01);

  @Test
  void twoSamplesOfOnePopulationAreNoAnomaly() {
    assertThat(report(videos(60, 1), videos(50, 2)).anomalies()).isEmpty();
    // Few videos differ more by chance, which the limits allow for.
    assertThat(report(videos(60, 1), videos(8, 2)).anomalies()).isEmpty();
  }

  @Test
  void glossesThatComeAndGoAreNamed() {
    Sample changed = videos(60, 2);
    changed.gloss = "NEW";

    StatisticsReport report = report(videos(60, 1), changed);

    assertThat(of(report, Kind.UNEXPECTED_CLASS))
        .extracting(Anomaly::subject)
        .containsExactly("NEW");
    assertThat(of(report, Kind.CLASS_VANISHED)).extracting(Anomaly::subject).containsExactly("OLD");
    assertThat(report.text()).contains("The gloss 'NEW' (60 videos) is not in the baseline.");
  }

  @Test
  void landmarkThatMovedIsNamedFirstAndNoOther() {
    Sample changed = videos(60, 2);
    changed.thumbMoved = 0.2f;

    StatisticsReport report = report(videos(60, 1), changed);

    assertThat(report.drift().orElseThrow().features().get(0).feature())
        .isEqualTo("right_hand.THUMB_TIP.x");
    assertThat(of(report, Kind.DISTRIBUTION_SHIFT))
        .extracting(Anomaly::subject)
        .containsExactly("right_hand.THUMB_TIP.x");
  }

  @Test
  void lostPartLongerVideosAndPointsFarOutsideAreAnomalies() {
    Sample changed = videos(60, 2);
    changed.coverage = 0.8f;
    changed.frames = 30;
    changed.thumbMoved = 3;

    StatisticsReport report = report(videos(60, 1), changed);

    assertThat(of(report, Kind.COVERAGE_DROP))
        .extracting(Anomaly::subject)
        .containsExactly("right_hand_coverage");
    assertThat(of(report, Kind.LENGTH_SHIFT)).extracting(Anomaly::subject).contains("frames");
    assertThat(of(report, Kind.OUT_OF_RANGE))
        .extracting(Anomaly::sentence)
        .containsExactly(
            "right_hand.THUMB_TIP.x lies outside of -0.5 to 1.5 in 100.00 % of the frames that have"
                + " it.");
  }

  @Test
  void emptyVersionIsAnAnomalyAndNoCrash() {
    StatisticsReport report = report(videos(60, 1), videos(0, 2));

    assertThat(report.anomalies())
        .extracting(Anomaly::kind)
        .containsExactly(Kind.NO_ROWS, Kind.CLASS_VANISHED);
  }

  @Test
  void statisticsOfAnotherFormatAreRefused() {
    String other = videos(1, 1).statistics().json().replace("\"format\":1", "\"format\":99");

    assertThatExceptionOfType(StatisticsException.class)
        .isThrownBy(() -> TableStatistics.parse(other, "old.json"))
        .withMessageContaining("old.json holds statistics of format 99");
    for (String broken : List.of("", "[]", "{}", "no json")) {
      assertThatExceptionOfType(StatisticsException.class)
          .isThrownBy(() -> TableStatistics.parse(broken, "it"))
          .withMessageStartingWith("it ");
    }
  }

  @Test
  void reportIsWrittenWithItsPictures(@TempDir Path folder) throws Exception {
    Sample changed = videos(20, 2);
    changed.thumbMoved = 0.3f;
    report(videos(20, 1), changed).write(folder);

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "statistics.json",
              "report.txt",
              "anomalies.json",
              "drift.json",
              "lengths.png",
              "coverage.png",
              "mean_points.png",
              "drift_features.png",
              "drift_distributions.png");
    }
  }

  private static List<Anomaly> of(StatisticsReport report, Kind kind) {
    return report.anomalies().stream().filter(anomaly -> anomaly.kind() == kind).toList();
  }

  private static StatisticsReport report(Sample baseline, Sample current) {
    return StatisticsReport.of(
        current.statistics(), Optional.of(baseline.statistics()), THRESHOLDS);
  }

  private static Sample videos(int count, long seed) {
    Sample sample = new Sample();
    sample.count = count;
    sample.seed = seed;
    return sample;
  }

  /** Videos of a right hand; each holds it somewhere else. */
  private static final class Sample {
    private static final int THUMB_TIP = 4;

    private int count;
    private long seed;
    private int frames = 20;
    private float coverage = 1;
    private float thumbMoved;
    private String gloss = "OLD";

    TableStatistics statistics() {
      Random random = new Random(seed);
      LandmarkCounts counts = new LandmarkCounts();
      for (int video = 0; video < count; video++) {
        counts.add(Rows.of(hand(random), frames, coverage));
        counts.addLabel(gloss, "train");
      }
      return counts.statistics(
          new TableStatistics.Source("landmarks", seed, "2026-01-01T00:00:00Z", 1, 1L, List.of()));
    }

    private float[] hand(Random random) {
      int perFrame = LandmarkPart.RIGHT_HAND.floatsPerFrame();
      float[] numbers = new float[frames * perFrame];
      float x = 0.5f + 0.1f * (float) random.nextGaussian();
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = x + 0.1f * (float) random.nextGaussian();
        if (i % perFrame == THUMB_TIP * 3) {
          numbers[i] += thumbMoved;
        }
      }
      return numbers;
    }
  }
}
