package org.pose2gloss.jobs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pose2gloss.command.UserException;
import org.pose2gloss.features.Augmenter;

/** Splits that are not given but drawn: by gloss, or by group. */
final class SplitLots {
  private SplitLots() {}

  /**
   * Gives each split its part of every gloss. Of a gloss's n contents, in an order by lot, the one
   * at place i goes to test if (i + 1/2) / n is below test's fraction, then likewise to validation:
   * a gloss of one video is always trained on.
   */
  static Map<LabelledVideo, String> stratified(List<LabelledVideo> videos, SplitOptions options) {
    Map<String, Set<String>> contentsOfGloss = new TreeMap<>();
    Map<String, String> glossOfContent = new TreeMap<>();
    for (LabelledVideo video : videos) {
      // A content under two glosses is drawn once, with the first of them.
      String gloss = glossOfContent.merge(video.content(), video.gloss(), SplitLots::first);
      contentsOfGloss.computeIfAbsent(gloss, key -> new TreeSet<>());
    }
    glossOfContent.forEach((content, gloss) -> contentsOfGloss.get(gloss).add(content));
    Map<String, String> splitOfContent = new TreeMap<>();
    for (Set<String> contents : contentsOfGloss.values()) {
      List<String> drawn = byLot(contents, options.seed());
      for (int place = 0; place < drawn.size(); place++) {
        splitOfContent.put(drawn.get(place), split((place + 0.5) / drawn.size(), options));
      }
    }
    Map<LabelledVideo, String> splits = new LinkedHashMap<>();
    videos.forEach(video -> splits.put(video, splitOfContent.get(video.content())));
    return splits;
  }

  private static String first(String one, String other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static String split(double place, SplitOptions options) {
    if (place < options.testFraction()) {
      return SplitPlan.TEST;
    }
    return place < options.testFraction() + options.validationFraction()
        ? SplitPlan.VALIDATION
        : SplitPlan.TRAIN;
  }

  /**
   * Puts whole groups into one split: those that the options name, or else, where they name none,
   * groups by lot until test and then validation have their part of the videos. Videos of unknown
   * group are left out.
   *
   * @throws UserException if a named group is that of no video, or is named for two splits
   */
  static Map<LabelledVideo, String> grouped(List<LabelledVideo> videos, SplitOptions options) {
    Map<String, Integer> sizes = new TreeMap<>();
    for (LabelledVideo video : videos) {
      String group = options.splitBy().group(video);
      if (group != null && !group.isBlank()) {
        sizes.merge(group, 1, Integer::sum);
      }
    }
    Map<String, String> splitOfGroup =
        options.testGroups().isEmpty() && options.validationGroups().isEmpty()
            ? drawn(sizes, options)
            : named(sizes, options);
    Map<LabelledVideo, String> splits = new LinkedHashMap<>();
    for (LabelledVideo video : videos) {
      String group = options.splitBy().group(video);
      String split = group == null ? null : splitOfGroup.get(group);
      if (split != null) {
        splits.put(video, split);
      }
    }
    return splits;
  }

  private static Map<String, String> named(Map<String, Integer> sizes, SplitOptions options) {
    Set<String> test = new HashSet<>(options.testGroups());
    Set<String> validation = new HashSet<>(options.validationGroups());
    Set<String> all = new TreeSet<>(test);
    all.addAll(validation);
    all.removeAll(sizes.keySet());
    if (!all.isEmpty()) {
      throw new UserException(
          String.format(
              "No video is of the %s %s, named in preparation.test-groups or validation-groups;"
                  + " there are %s.",
              options.splitBy().configurationName(),
              SplitPlan.some(all),
              SplitPlan.some(sizes.keySet())));
    }
    Set<String> both = new TreeSet<>(test);
    both.retainAll(validation);
    if (!both.isEmpty()) {
      throw new UserException(
          String.format(
              "%s stands in both preparation.test-groups and validation-groups.",
              SplitPlan.some(both)));
    }
    Map<String, String> splits = new TreeMap<>();
    for (String group : sizes.keySet()) {
      splits.put(
          group,
          test.contains(group)
              ? SplitPlan.TEST
              : validation.contains(group) ? SplitPlan.VALIDATION : SplitPlan.TRAIN);
    }
    return splits;
  }

  /**
   * A group goes where it makes a split's part no larger than asked; what is left is trained on.
   */
  private static Map<String, String> drawn(Map<String, Integer> sizes, SplitOptions options) {
    int all = sizes.values().stream().mapToInt(Integer::intValue).sum();
    double test = options.testFraction() * all;
    double validation = options.validationFraction() * all;
    Map<String, String> splits = new TreeMap<>();
    for (String group : byLot(sizes.keySet(), options.seed())) {
      int size = sizes.get(group);
      if (size <= test) {
        test -= size;
        splits.put(group, SplitPlan.TEST);
      } else if (size <= validation) {
        validation -= size;
        splits.put(group, SplitPlan.VALIDATION);
      } else {
        splits.put(group, SplitPlan.TRAIN);
      }
    }
    return splits;
  }

  private static List<String> byLot(Set<String> names, long seed) {
    List<String> drawn = new ArrayList<>(names);
    drawn.sort(
        Comparator.<String>comparingLong(name -> Augmenter.seedFor(seed, name))
            .thenComparing(Comparator.naturalOrder()));
    return drawn;
  }
}
