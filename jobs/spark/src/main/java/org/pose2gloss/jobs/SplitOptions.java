package org.pose2gloss.jobs;

import java.util.List;
import java.util.Locale;

/**
 * How samples are chosen and put into splits.
 *
 * @param preparation name of the preparation
 * @param chosenLabels glosses that are kept; empty = all
 * @param maxLabels only the glosses with most videos, ties in alphabetical order; 0 = all
 * @param maxSamples videos of each split that are kept; 0 = all
 * @param minVideos glosses with fewer videos are left out
 * @param splitBy what decides
 * @param validationGroups languages or signers of the validation split
 * @param testGroups languages or signers of the test split
 * @param validationFraction part of the videos that a lot gives to the validation split
 * @param testFraction part of the videos that a lot gives to the test split
 * @param seed seed of the lots
 */
record SplitOptions(
    String preparation,
    List<String> chosenLabels,
    int maxLabels,
    int maxSamples,
    int minVideos,
    SplitBy splitBy,
    List<String> validationGroups,
    List<String> testGroups,
    double validationFraction,
    double testFraction,
    long seed) {
  /** What a sample's split is decided by. */
  enum SplitBy {
    /** The split it came with. */
    OFFICIAL,
    /** A lot that gives every split its part of every gloss. */
    STRATIFIED,
    /** Its signed language: whole languages go into one split. */
    LANGUAGE,
    /** Its signer: whole signers go into one split. */
    SIGNER;

    /** What of a video stays together, null where it is unknown. */
    String group(LabelledVideo video) {
      return switch (this) {
        case OFFICIAL -> video.split();
        case STRATIFIED -> video.content();
        case LANGUAGE -> video.language();
        case SIGNER -> video.signer();
      };
    }

    /** Name in the configuration. */
    String configurationName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
