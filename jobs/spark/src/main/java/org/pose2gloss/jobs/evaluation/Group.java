package org.pose2gloss.jobs.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Examples that have something in common.
 *
 * @param name what it is: a signer, or lengths in frames such as 38–52
 * @param examples how many they are, 1 or more
 * @param right how many of them were predicted right
 * @param amongFirstFive of how many the truth is among the five most probable
 */
record Group(String name, int examples, int right, int amongFirstFive) {
  private static final int LENGTHS = 8;
  private static final int FIRST_FEW = 5;

  double accuracy() {
    return right / (double) examples;
  }

  double top5Accuracy() {
    return amongFirstFive / (double) examples;
  }

  /** By signer, the one with most examples first; none where no signer is known. */
  static List<Group> bySigner(List<Judged> judged) {
    if (judged.stream().allMatch(one -> one.signer() == null)) {
      return List.of();
    }
    List<Group> groups =
        by(judged, one -> one.signer() == null ? "(unknown)" : one.signer(), new LinkedHashMap<>());
    groups.sort(
        Comparator.comparingInt(Group::examples).reversed().thenComparing(group -> group.name()));
    return groups;
  }

  /**
   * By length, from short to long.
   *
   * @param starts shortest length of each group in frames, rising
   */
  static List<Group> byLength(List<Judged> judged, List<Integer> starts) {
    Map<String, List<Judged>> inOrder = new LinkedHashMap<>();
    TreeSet<Integer> sorted = new TreeSet<>(starts);
    for (int start : sorted) {
      inOrder.put(lengths(start, sorted), new ArrayList<>());
    }
    return by(
        judged,
        one -> {
          Integer start = sorted.floor(one.frames());
          return lengths(start == null ? sorted.first() : start, sorted);
        },
        inOrder);
  }

  private static String lengths(int start, TreeSet<Integer> starts) {
    Integer next = starts.higher(start);
    return next == null
        ? "from " + start
        : next == start + 1 ? Integer.toString(start) : start + "–" + (next - 1);
  }

  /** Where groups of about as many examples begin, in frames. */
  static List<Integer> lengthStarts(List<Judged> judged) {
    int[] frames = judged.stream().mapToInt(Judged::frames).sorted().toArray();
    TreeSet<Integer> starts = new TreeSet<>();
    for (int group = 0; group < LENGTHS; group++) {
      starts.add(frames[(int) ((long) group * frames.length / LENGTHS)]);
    }
    return List.copyOf(starts);
  }

  private static List<Group> by(
      List<Judged> judged, Function<Judged, String> name, Map<String, List<Judged>> groups) {
    for (Judged one : judged) {
      groups.computeIfAbsent(name.apply(one), key -> new ArrayList<>()).add(one);
    }
    List<Group> counted = new ArrayList<>();
    groups.forEach(
        (key, members) -> {
          if (!members.isEmpty()) {
            counted.add(
                new Group(
                    key,
                    members.size(),
                    (int) members.stream().filter(one -> one.answer().isRight()).count(),
                    (int)
                        members.stream().filter(one -> one.answer().rank() <= FIRST_FEW).count()));
          }
        });
    return counted;
  }
}
