package org.pose2gloss.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pose2gloss.features.LandmarkPart;

class SampleReportTest {
  private static final List<String> PICTURES =
      List.of(
          "gloss_top",
          "gloss_histogram",
          "word_cloud",
          "length_histogram",
          "length_box",
          "coverage");

  @Test
  void lengthsHaveTheNumbersThatPandasGives() {
    LengthCounts lengths = new LengthCounts();
    lengths.add(10, 2);
    lengths.add(20, 1);
    lengths.add(60, 1);

    assertThat(lengths.videos()).isEqualTo(4);
    assertThat(lengths.mean()).isEqualTo(25);
    // pandas.Series([10, 10, 20, 60]).std()
    assertThat(lengths.std()).isCloseTo(23.804761428476166, within(1e-12));
    assertThat(lengths.min()).isEqualTo(10);
    assertThat(lengths.max()).isEqualTo(60);
    assertThat(lengths.quantile(0.5)).isEqualTo(10);
    assertThat(lengths.quantile(0.75)).isEqualTo(20);
    assertThat(lengths.representatives(100)).containsExactly(10, 10, 20, 60);
    assertThat(lengths.representatives(2)).containsExactly(10, 60);
  }

  @Test
  void metricsAreNamedAfterTheirSubset() {
    Map<String, Double> metrics =
        new SampleReport(statistics(2, "train", "test"), "default").metrics();

    assertThat(metrics)
        .containsEntry("train_videos", 4.0)
        .containsEntry("test_classes", 2.0)
        .containsEntry("train_frames_mean", 25.0)
        .containsEntry("train_frames_max", 60.0)
        .containsEntry("test_landmarks_per_frame", 500.0)
        .containsEntry("test_face_coverage", 0.5)
        .containsEntry("train_videos_without_left_hand", 1.0)
        .doesNotContainKey("validation_videos");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 2000})
  void everyPictureCanBeDrawn(int glosses, @TempDir Path folder) throws IOException {
    new SamplePlots(statistics(glosses, "train", "validation", "test"), "default").draw(folder);

    for (String name : PICTURES) {
      BufferedImage picture = ImageIO.read(folder.resolve(name + ".png").toFile());
      assertThat(picture.getWidth()).as(name).isEqualTo(1000);
      assertThat(isBlank(picture)).as(name).isFalse();
    }
  }

  private static boolean isBlank(BufferedImage picture) {
    int first = picture.getRGB(0, 0);
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        if (picture.getRGB(x, y) != first) {
          return false;
        }
      }
    }
    return true;
  }

  private static SampleStatistics statistics(int glosses, String... splits) {
    List<SampleStatistics.Subset> subsets = new ArrayList<>();
    for (String split : splits) {
      LengthCounts lengths = new LengthCounts();
      lengths.add(10, 2);
      lengths.add(20, 1);
      lengths.add(60, 1);
      Map<LandmarkPart, Double> coverage = new EnumMap<>(LandmarkPart.class);
      Map<LandmarkPart, Long> without = new EnumMap<>(LandmarkPart.class);
      for (LandmarkPart part : LandmarkPart.values()) {
        coverage.put(part, 0.5);
        without.put(part, 1L);
      }
      subsets.add(new SampleStatistics.Subset(split, glosses, lengths, 500, coverage, without));
    }
    List<SampleStatistics.Gloss> all = new ArrayList<>();
    for (int i = 0; i < glosses; i++) {
      Map<String, Long> ofSplit = new LinkedHashMap<>();
      ofSplit.put("train", 40L - i % 40);
      ofSplit.put("validation", 3L);
      ofSplit.put("test", 2L);
      // Blank and long names have been seen to break pictures.
      all.add(
          new SampleStatistics.Gloss(
              i == 0 ? "" : i < 4 ? "THANK YOU VERY MUCH INDEED " + i : "WORD " + i, ofSplit));
    }
    return new SampleStatistics(subsets, all);
  }
}
