package org.pose2gloss.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AugmenterTest {
  private static final Augmenter AUGMENTER = new Augmenter(PointSelection.wlasl180());

  /** What would be done to copies of many samples. */
  private static final List<List<Augmentation>> PLANS =
      IntStream.range(0, 4_000).mapToObj(seed -> AUGMENTER.plan(seed, seed % 3)).toList();

  @Test
  void copiesDependOnSeedAndNumberAlone() {
    SelectedPoints original = sequence(20);

    List<SelectedPoints> five = copies(original, 5, 42);

    assertThat(copies(original, 5, 42)).isEqualTo(five);
    assertThat(copies(original, 5, 43)).isNotEqualTo(five);
    assertThat(five).doesNotHaveDuplicates();
    assertThat(five).doesNotContain(original);
  }

  @Test
  void originalIsLeftAsItIs() {
    SelectedPoints original = sequence(20);

    copies(original, 10, 42);

    assertThat(original).isEqualTo(sequence(20));
  }

  @Test
  void eachAugmentationIsInHalfOfTheCopies() {
    Map<String, Integer> counts = new HashMap<>();
    for (List<Augmentation> plan : PLANS) {
      assertThat(plan).isNotEmpty().doesNotHaveDuplicates();
      plan.forEach(augmentation -> counts.merge(kind(augmentation), 1, Integer::sum));
    }

    assertThat(counts).hasSize(8);
    // Half of those that are not empty by chance, 128 of 255; four standard deviations are 3.2%.
    assertThat(counts.values())
        .allSatisfy(
            count ->
                assertThat(count / (double) PLANS.size()).isCloseTo(128 / 255.0, within(0.032)));
  }

  @Test
  void orderIsRandom() {
    int mirrorFirst = 0;
    int both = 0;
    for (List<Augmentation> plan : PLANS) {
      List<String> kinds = plan.stream().map(AugmenterTest::kind).toList();
      if (kinds.contains("Mirror") && kinds.contains("Zoom")) {
        both++;
        mirrorFirst += kinds.indexOf("Mirror") < kinds.indexOf("Zoom") ? 1 : 0;
      }
    }
    // About 1,000 plans have both; four standard deviations are 6.3%.
    assertThat(mirrorFirst / (double) both).isCloseTo(0.5, within(0.063));
  }

  @Test
  void rotationsAreBy10To30DegreesToEitherSide() {
    List<Rotation> rotations = drawn(Rotation.class);

    assertThat(rotations).extracting(Rotation::degrees).allMatch(d -> Math.abs(d) >= 10);
    assertThat(rotations).extracting(Rotation::degrees).allMatch(d -> Math.abs(d) <= 30);
    assertThat(mean(rotations, Rotation::degrees)).isCloseTo(0, within(1.1));
    assertThat(mean(rotations, rotation -> Math.abs(rotation.degrees())))
        .isCloseTo(20, within(0.5));
  }

  @Test
  void zoomsAndShiftsKeepTheirRanges() {
    List<Zoom> zooms = drawn(Zoom.class);
    List<Shift> shifts = drawn(Shift.class);

    assertThat(zooms).extracting(Zoom::factor).allMatch(factor -> factor >= 0.8 && factor <= 1.2);
    assertThat(mean(zooms, Zoom::factor)).isCloseTo(1, within(0.01));
    assertThat(shifts).allMatch(s -> Math.abs(s.x()) <= 0.2 && Math.abs(s.y()) <= 0.2);
    assertThat(mean(shifts, Shift::x)).isCloseTo(0, within(0.011));
    assertThat(mean(shifts, shift -> Math.abs(shift.y()))).isCloseTo(0.1, within(0.006));
  }

  @Test
  void parametersAreTheSameInAllFrames() {
    float[] still = new float[6 * 540];
    for (int frame = 0; frame < 6; frame++) {
      System.arraycopy(sequence(1).xyz(), 0, still, frame * 540, 540);
    }
    for (SelectedPoints copy : copies(SelectedPoints.of(6, 180, still), 20, 3)) {
      for (int point = 0; point < 180; point++) {
        for (int frame = 1; frame < copy.frames(); frame++) {
          // Bits, for an absent point equals an absent one.
          int bits = Float.floatToIntBits(copy.value(frame, point, 0));
          assertThat(bits).isEqualTo(Float.floatToIntBits(copy.value(0, point, 0)));
        }
      }
    }
  }

  /**
   * Expected: bytes of the MD5 of "seed/id" as a version 3 UUID, computed with Python's hashlib.
   */
  @Test
  void seedOfASampleIsTheSameEverywhere() {
    assertThat(Augmenter.seedFor(42, "07069")).isEqualTo(-4117192156545221506L);
    assertThat(Augmenter.seedFor(-1, "Tür")).isEqualTo(3494412098168517560L);
  }

  @Test
  void refusesPointsOfAnotherSelection() {
    assertThatThrownBy(() -> copies(SelectedPoints.of(1, 2, new float[6]), 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("wlasl180 has 180 points a frame, not 2");
  }

  @Test
  void drawsFromChosenKindsAloneAndLeavesTheirParametersAsTheyWere() {
    Augmenter some =
        new Augmenter(
            PointSelection.wlasl180(), EnumSet.of(AugmentationKind.ZOOM, AugmentationKind.MASK));
    for (int seed = 0; seed < 200; seed++) {
      List<Augmentation> few = some.plan(seed, 0);
      assertThat(few).hasSizeBetween(1, 2).allMatch(a -> a instanceof Zoom || a instanceof Masking);
      List<Augmentation> all = AUGMENTER.plan(seed, 0);
      // Where neither falls to one of the two at once, other numbers are drawn.
      if (all.stream().anyMatch(a -> a instanceof Zoom || a instanceof Masking)) {
        assertThat(all).containsAll(few);
      }
    }
  }

  @Test
  void refusesToMirrorPointsWithoutTheirTwinsAndToDrawFromNothing() {
    assertThatThrownBy(() -> new Augmenter(PointSelection.of("pose:11")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("chooses pose:11 but not pose:12");
    new Augmenter(PointSelection.of("pose:11"), EnumSet.of(AugmentationKind.SHIFT));
    assertThatThrownBy(
            () -> new Augmenter(PointSelection.wlasl180(), EnumSet.noneOf(AugmentationKind.class)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<SelectedPoints> copies(SelectedPoints original, int copies, long seed) {
    return IntStream.range(0, copies)
        .mapToObj(copy -> AUGMENTER.copy(original, copy, seed))
        .toList();
  }

  private static <T extends Augmentation> List<T> drawn(Class<T> type) {
    return PLANS.stream().flatMap(List::stream).filter(type::isInstance).map(type::cast).toList();
  }

  private static String kind(Augmentation augmentation) {
    String name = augmentation.getClass().getSimpleName();
    return augmentation instanceof Rotation rotation ? name + rotation.axis() : name;
  }

  private static <T> double mean(List<T> values, ToDoubleFunction<T> number) {
    return values.stream().mapToDouble(number).average().orElseThrow();
  }

  private static SelectedPoints sequence(int frames) {
    Random random = new Random(11);
    float[] xyz = new float[frames * 540];
    for (int at = 0; at < xyz.length; at++) {
      xyz[at] = 0.3f + 0.4f * random.nextFloat();
    }
    return SelectedPoints.of(frames, 180, xyz);
  }
}
