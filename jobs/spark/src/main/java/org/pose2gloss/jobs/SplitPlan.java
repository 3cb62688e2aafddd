package org.pose2gloss.jobs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pose2gloss.command.UserException;
import org.pose2gloss.features.Augmenter;

/**
 * Which videos a preparation uses and in which split each is: a function of the videos and the
 * options, whatever their order.
 *
 * @param samples the chosen videos with their splits, in the order of their ids
 * @param sameContent videos left out because another of the same content is in a split that counts
 *     more: test before validation before train
 * @param notices what the user should know, in sentences
 */
record SplitPlan(List<Sample> samples, int sameContent, List<String> notices) {
  static final String TRAIN = "train";
  static final String VALIDATION = "validation";
  static final String TEST = "test";
  static final List<String> SPLITS = List.of(TRAIN, VALIDATION, TEST);

  /** In the order in which splits keep a content that several have. */
  private static final List<String> PRECEDENCE = List.of(TEST, VALIDATION, TRAIN);

  /** A chosen video and its split. */
  record Sample(LabelledVideo video, String split) {}

  SplitPlan {
    samples = List.copyOf(samples);
    notices = List.copyOf(notices);
  }

  /**
   * Plans.
   *
   * @throws UserException if a chosen gloss or a group is that of no video, no training sample is
   *     left, or fewer are kept than there are glosses
   */
  static SplitPlan of(Collection<LabelledVideo> videos, SplitOptions options) {
    List<LabelledVideo> chosen = chosenGlosses(videos, options);
    Map<LabelledVideo, String> splits =
        switch (options.splitBy()) {
          case OFFICIAL -> official(chosen);
          case STRATIFIED -> SplitLots.stratified(chosen, options);
          case LANGUAGE, SIGNER -> SplitLots.grouped(chosen, options);
        };
    List<Sample> single = withoutSharedContent(splits);
    requireTraining(single, videos.size(), options);
    List<Sample> kept = limited(single, options);
    return new SplitPlan(kept, splits.size() - single.size(), notices(kept));
  }

  private static List<LabelledVideo> chosenGlosses(
      Collection<LabelledVideo> videos, SplitOptions options) {
    Map<String, Integer> counts = new TreeMap<>();
    for (LabelledVideo video : videos) {
      if (video.gloss() != null) {
        counts.merge(video.gloss(), 1, Integer::sum);
      }
    }
    if (!options.chosenLabels().isEmpty()) {
      Set<String> unknown = new TreeSet<>(options.chosenLabels());
      unknown.removeAll(counts.keySet());
      if (!unknown.isEmpty()) {
        throw new UserException(
            String.format(
                "No video with landmarks shows %s, named in preparation.chosen-labels.",
                some(unknown)));
      }
      counts.keySet().retainAll(new HashSet<>(options.chosenLabels()));
    }
    Set<String> glosses =
        counts.entrySet().stream()
            .filter(entry -> entry.getValue() >= options.minVideos())
            // The map is in alphabetical order and sorting is stable: so are ties.
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .limit(options.maxLabels() > 0 ? options.maxLabels() : Long.MAX_VALUE)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    return videos.stream()
        .filter(video -> video.gloss() != null && glosses.contains(video.gloss()))
        .sorted(Comparator.comparing(LabelledVideo::id))
        .toList();
  }

  private static Map<LabelledVideo, String> official(List<LabelledVideo> videos) {
    Map<LabelledVideo, String> splits = new LinkedHashMap<>();
    for (LabelledVideo video : videos) {
      if (video.split() != null && PRECEDENCE.contains(video.split())) {
        splits.put(video, video.split());
      }
    }
    return splits;
  }

  private static List<Sample> withoutSharedContent(Map<LabelledVideo, String> splits) {
    Map<String, String> splitOfContent = new HashMap<>();
    splits.forEach(
        (video, split) ->
            splitOfContent.merge(
                video.content(),
                split,
                (one, other) -> PRECEDENCE.indexOf(one) < PRECEDENCE.indexOf(other) ? one : other));
    List<Sample> single = new ArrayList<>();
    splits.forEach(
        (video, split) -> {
          if (splitOfContent.get(video.content()).equals(split)) {
            single.add(new Sample(video, split));
          }
        });
    return single;
  }

  /** So many of each split: the first of every gloss by lot, then the second, and so on. */
  private static List<Sample> limited(List<Sample> samples, SplitOptions options) {
    if (options.maxSamples() == 0) {
      return samples;
    }
    Map<String, List<Sample>> bySplitAndGloss = new TreeMap<>();
    for (Sample sample : samples) {
      bySplitAndGloss
          .computeIfAbsent(sample.split() + "/" + sample.video().gloss(), key -> new ArrayList<>())
          .add(sample);
    }
    Comparator<Sample> lot =
        Comparator.<Sample>comparingLong(
                sample -> Augmenter.seedFor(options.seed(), sample.video().id()))
            .thenComparing(sample -> sample.video().id());
    Map<Sample, Integer> rank = new HashMap<>();
    for (List<Sample> ofGloss : bySplitAndGloss.values()) {
      ofGloss.sort(lot);
      for (int place = 0; place < ofGloss.size(); place++) {
        rank.put(ofGloss.get(place), place);
      }
    }
    List<Sample> kept = new ArrayList<>();
    for (String split : PRECEDENCE) {
      samples.stream()
          .filter(sample -> sample.split().equals(split))
          .sorted(Comparator.<Sample>comparingInt(rank::get).thenComparing(lot))
          .limit(options.maxSamples())
          .forEach(kept::add);
    }
    kept.sort(Comparator.comparing(sample -> sample.video().id()));
    return kept;
  }

  private static void requireTraining(List<Sample> samples, int videos, SplitOptions options) {
    Set<String> glosses = glosses(samples);
    long train = samples.stream().filter(sample -> sample.split().equals(TRAIN)).count();
    if (train == 0) {
      throw new UserException(
          String.format(
              "No training sample is left of %d videos with landmarks; check preparation.split-by"
                  + " (%s), its groups, chosen-labels and min-videos.",
              videos, options.splitBy().configurationName()));
    }
    if (options.maxSamples() > 0 && options.maxSamples() < glosses.size()) {
      throw new UserException(
          String.format(
              "preparation.max-samples is %d, fewer than the %d glosses, each of which needs a"
                  + " training sample; raise it, or lower preparation.max-labels.",
              options.maxSamples(), glosses.size()));
    }
  }

  private static List<String> notices(List<Sample> samples) {
    List<String> notices = new ArrayList<>();
    for (String split : List.of(VALIDATION, TEST)) {
      if (samples.stream().noneMatch(sample -> sample.split().equals(split))) {
        notices.add(String.format("No sample is in the %s split.", split));
      }
    }
    Set<String> untrained = glosses(samples);
    untrained.removeAll(
        glosses(samples.stream().filter(sample -> sample.split().equals(TRAIN)).toList()));
    if (!untrained.isEmpty()) {
      notices.add(
          String.format(
              "%d glosses have no training sample and will be left out: %s.",
              untrained.size(), some(untrained)));
    }
    return notices;
  }

  private static Set<String> glosses(List<Sample> samples) {
    return samples.stream()
        .map(sample -> sample.video().gloss())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The first few of many names. */
  static String some(Set<String> names) {
    String first =
        names.stream()
            .sorted()
            .limit(5)
            .map(name -> "'" + name + "'")
            .collect(Collectors.joining(", "));
    return names.size() > 5 ? first + " and " + (names.size() - 5) + " more" : first;
  }

  /** How many samples a split has. */
  long count(String split) {
    return samples.stream().filter(sample -> sample.split().equals(split)).count();
  }

  /** How many glosses the samples show. */
  int glosses() {
    return glosses(samples).size();
  }
}
