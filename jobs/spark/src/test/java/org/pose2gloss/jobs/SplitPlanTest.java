package org.pose2gloss.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.pose2gloss.command.UserException;
import org.pose2gloss.jobs.SplitOptions.SplitBy;
import org.pose2gloss.jobs.SplitPlan.Sample;

class SplitPlanTest {
  private static final SplitOptions ALL = options(SplitBy.OFFICIAL);

  private static SplitOptions options(SplitBy by) {
    return new SplitOptions("p", List.of(), 0, 0, 1, by, List.of(), List.of(), 0.2, 0.1, 3);
  }

  private static SplitOptions labels(List<String> chosen, int most, int samples, int videos) {
    return new SplitOptions(
        "p", chosen, most, samples, videos, SplitBy.OFFICIAL, List.of(), List.of(), 0, 0, 3);
  }

  private static SplitOptions groups(List<String> validation, List<String> test) {
    return new SplitOptions("p", List.of(), 0, 0, 1, SplitBy.SIGNER, validation, test, 0.2, 0.1, 3);
  }

  private static LabelledVideo video(String id, String gloss, String split) {
    return video(id, gloss, split, "s", id);
  }

  private static LabelledVideo video(
      String id, String gloss, String split, String signer, String sha256) {
    return new LabelledVideo(id, gloss, split, signer, "ase", sha256, 1, -1, 10);
  }

  private static Map<String, String> splits(SplitPlan plan) {
    return plan.samples().stream()
        .collect(Collectors.toMap(sample -> sample.video().id(), Sample::split));
  }

  /** 40 glosses of 1 to 40 videos by 12 signers. */
  private static List<LabelledVideo> many() {
    List<LabelledVideo> videos = new ArrayList<>();
    for (int gloss = 1; gloss <= 40; gloss++) {
      for (int i = 0; i < gloss; i++) {
        String id = String.format("%02d-%02d", gloss, i);
        videos.add(video(id, "G" + gloss, null, "s" + (gloss * 31 + i * 7) % 12, id));
      }
    }
    return videos;
  }

  @Test
  void officialSplitsAreKeptAndWhatHasNoneIsLeftOut() {
    SplitPlan plan =
        SplitPlan.of(
            List.of(
                video("a", "BOOK", "train"),
                video("b", "BOOK", "test"),
                video("c", "BOOK", null),
                video("d", null, "train"),
                video("e", "DRINK", "validation")),
            ALL);

    assertThat(splits(plan)).isEqualTo(Map.of("a", "train", "b", "test", "e", "validation"));
    assertThat(plan.glosses()).isEqualTo(2);
    assertThat(plan.notices())
        .containsExactly("1 glosses have no training sample and will be left out: 'DRINK'.");
  }

  @Test
  void commonestGlossesAreKeptAndTiesAreAlphabetical() {
    List<LabelledVideo> videos =
        List.of(
            video("a", "C", "train"),
            video("b", "B", "train"),
            video("c", "D", "train"),
            video("d", "D", "train"),
            video("e", "A", "train"));

    assertThat(splits(SplitPlan.of(videos, labels(List.of(), 2, 0, 1))).keySet())
        .containsExactlyInAnyOrder("c", "d", "e");
    assertThat(splits(SplitPlan.of(videos, labels(List.of(), 0, 0, 2))).keySet())
        .containsExactlyInAnyOrder("c", "d");
    assertThat(splits(SplitPlan.of(videos, labels(List.of("A", "C"), 0, 0, 1))).keySet())
        .containsExactlyInAnyOrder("a", "e");
    assertThat(splits(SplitPlan.of(videos, labels(List.of("B", "C"), 1, 0, 1))).keySet())
        .containsExactly("b");
  }

  @Test
  void aChosenLabelThatNothingShowsIsNamed() {
    assertThatThrownBy(
            () -> SplitPlan.of(List.of(video("a", "A", "train")), labels(List.of("Z"), 0, 0, 1)))
        .isInstanceOf(UserException.class)
        .hasMessage("No video with landmarks shows 'Z', named in preparation.chosen-labels.");
  }

  @Test
  void theSameContentIsNeverOnBothSides() {
    SplitPlan plan =
        SplitPlan.of(
            List.of(
                video("a", "BOOK", "train", "1", "twin"),
                video("b", "BOOK", "test", "1", "twin"),
                video("c", "BOOK", "train", "1", "other"),
                // Another part of the same file is another content.
                new LabelledVideo("d", "BOOK", "train", "1", "ase", "twin", 30, 60, 31)),
            ALL);

    assertThat(splits(plan)).isEqualTo(Map.of("b", "test", "c", "train", "d", "train"));
    assertThat(plan.sameContent()).isEqualTo(1);
  }

  @Test
  void stratifiedLotsGiveEverySplitItsPartOfEveryGloss() {
    List<LabelledVideo> videos = many();
    SplitPlan plan = SplitPlan.of(videos, options(SplitBy.STRATIFIED));

    assertThat(plan.samples()).hasSameSizeAs(videos);
    for (int gloss = 1; gloss <= 40; gloss++) {
      String name = "G" + gloss;
      Map<String, Long> counts =
          plan.samples().stream()
              .filter(sample -> sample.video().gloss().equals(name))
              .collect(Collectors.groupingBy(Sample::split, Collectors.counting()));
      assertThat((double) counts.getOrDefault("test", 0L)).isCloseTo(0.1 * gloss, within(0.51));
      assertThat((double) counts.getOrDefault("validation", 0L))
          .isCloseTo(0.2 * gloss, within(1.0));
      assertThat(counts.get("train")).isPositive();
    }
  }

  @Test
  void stratifiedLotsKeepTwinsTogether() {
    List<LabelledVideo> videos = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      videos.add(video("v" + i, i % 3 == 0 ? "A" : "B", null, "s", "content" + i / 2));
    }
    SplitPlan plan = SplitPlan.of(videos, options(SplitBy.STRATIFIED));

    assertThat(plan.sameContent()).isZero();
    Map<String, Set<String>> splitsOfContent = new HashMap<>();
    for (Sample sample : plan.samples()) {
      splitsOfContent
          .computeIfAbsent(sample.video().sha256(), key -> new HashSet<>())
          .add(sample.split());
    }
    assertThat(splitsOfContent).hasSize(30).allSatisfy((key, set) -> assertThat(set).hasSize(1));
  }

  @Test
  void plansDoNotDependOnTheOrderOfVideosButOnTheSeed() {
    List<LabelledVideo> videos = many();
    List<LabelledVideo> shuffled = new ArrayList<>(videos);
    Collections.shuffle(shuffled, new Random(5));
    for (SplitBy by : List.of(SplitBy.STRATIFIED, SplitBy.SIGNER)) {
      SplitOptions options = options(by);
      SplitOptions other =
          new SplitOptions("p", List.of(), 0, 0, 1, by, List.of(), List.of(), 0.2, 0.1, 4);
      assertThat(SplitPlan.of(shuffled, options)).isEqualTo(SplitPlan.of(videos, options));
      assertThat(splits(SplitPlan.of(videos, other)))
          .isNotEqualTo(splits(SplitPlan.of(videos, options)));
    }
  }

  @Test
  void nobodyIsOnBothSidesOfGroupsByLot() {
    List<LabelledVideo> videos = many();
    SplitPlan plan = SplitPlan.of(videos, options(SplitBy.SIGNER));

    assertThat(plan.samples()).hasSameSizeAs(videos);
    Map<String, Set<String>> splitsOfSigner = new HashMap<>();
    plan.samples()
        .forEach(
            sample ->
                splitsOfSigner
                    .computeIfAbsent(sample.video().signer(), key -> new HashSet<>())
                    .add(sample.split()));
    assertThat(splitsOfSigner).hasSize(12).allSatisfy((key, set) -> assertThat(set).hasSize(1));
    // Twelve signers are about 8% each: parts are as asked or one signer below.
    assertThat(plan.count("test") / 820.0).isBetween(0.01, 0.1);
    assertThat(plan.count("validation") / 820.0).isBetween(0.1, 0.2);
  }

  @Test
  void namedGroupsGoWhereTheyAreNamed() {
    List<LabelledVideo> videos =
        List.of(
            video("a", "A", null, "11", "1"),
            video("b", "A", null, "27", "2"),
            video("c", "A", null, "3", "3"),
            video("d", "A", null, null, "4"));

    assertThat(splits(SplitPlan.of(videos, groups(List.of("11"), List.of("27")))))
        .isEqualTo(Map.of("a", "validation", "b", "test", "c", "train"));
    assertThatThrownBy(() -> SplitPlan.of(videos, groups(List.of(), List.of("12"))))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "No video is of the signer '12', named in preparation.test-groups or"
                + " validation-groups; there are '11', '27', '3'.");
    assertThatThrownBy(() -> SplitPlan.of(videos, groups(List.of("11"), List.of("11"))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("'11' stands in both");
  }

  @Test
  void samplesAreLimitedForAllGlossesAlike() {
    List<LabelledVideo> videos = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      videos.add(video("v" + i, "G" + i % 3, i < 24 ? "train" : "test"));
    }
    SplitPlan plan = SplitPlan.of(videos, labels(List.of(), 0, 9, 1));

    assertThat(plan.count("train")).isEqualTo(9);
    assertThat(plan.count("test")).isEqualTo(6);
    assertThat(
            plan.samples().stream()
                .filter(sample -> sample.split().equals("train"))
                .collect(Collectors.groupingBy(s -> s.video().gloss(), Collectors.counting()))
                .values())
        .containsExactly(3L, 3L, 3L);
    assertThatThrownBy(() -> SplitPlan.of(videos, labels(List.of(), 0, 2, 1)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("preparation.max-samples is 2, fewer than the 3 glosses");
  }

  @Test
  void anEmptyTrainingSplitIsRefusedAndOtherEmptySplitsAreNoticed() {
    assertThatThrownBy(() -> SplitPlan.of(List.of(video("a", "A", "test")), ALL))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("No training sample is left of 1 videos");
    assertThat(SplitPlan.of(List.of(video("a", "A", "train")), ALL).notices())
        .containsExactly(
            "No sample is in the validation split.", "No sample is in the test split.");
  }
}
