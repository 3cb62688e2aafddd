package org.pose2gloss.classifier.training;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.pose2gloss.classifier.ClassifierException;
import org.pose2gloss.classifier.ExampleSource;
import org.pose2gloss.classifier.NetworkOptions;

/**
 * All that a training is a function of.
 *
 * @param train examples to fit, at least one; streamed once an epoch
 * @param validation examples to judge each epoch by; may be empty
 * @param network sizes of the network
 * @param options how to fit it
 * @param glosses name of each class, kept with the model; may be empty
 * @param transform changes training examples each time that they are seen
 * @param identity what else decides about the outcome, by name, such as the transform's parameters:
 *     a training goes on only where these are the same
 */
public record TrainingPlan(
    ExampleSource train,
    ExampleSource validation,
    NetworkOptions network,
    TrainingOptions options,
    List<String> glosses,
    ExampleTransform transform,
    NavigableMap<String, String> identity) {

  /**
   * Checks what can be checked without reading the examples.
   *
   * @throws ClassifierException if there is no training example or not one gloss a class
   */
  public TrainingPlan {
    if (train.size() == 0) {
      throw new ClassifierException(
          "There is no training example: check the split and the preparation's name.");
    }
    if (!glosses.isEmpty() && glosses.size() != network.classes()) {
      throw new ClassifierException(
          String.format(
              "There are %d glosses for %d classes; each class needs one.",
              glosses.size(), network.classes()));
    }
    glosses = List.copyOf(glosses);
    identity = new TreeMap<>(identity);
  }

  /** A plan without glosses whose examples are taken as they are. */
  public static TrainingPlan of(
      ExampleSource train,
      ExampleSource validation,
      NetworkOptions network,
      TrainingOptions options) {
    return new TrainingPlan(
        train, validation, network, options, List.of(), ExampleTransform.none(), new TreeMap<>());
  }

  /** The same with names of the classes. */
  public TrainingPlan withGlosses(List<String> names) {
    return new TrainingPlan(train, validation, network, options, names, transform, identity);
  }

  /**
   * The same with examples transformed.
   *
   * @param description names the transform and its parameters
   */
  public TrainingPlan withTransform(ExampleTransform changed, String description) {
    NavigableMap<String, String> described = new TreeMap<>(identity);
    described.put("transform", description);
    return new TrainingPlan(train, validation, network, options, glosses, changed, described);
  }

  /** Steps of an epoch. */
  int stepsAnEpoch() {
    return Math.toIntExact((train.size() + options.batchSize() - 1) / options.batchSize());
  }

  /**
   * Sixteen hexadecimal digits that are the same for the same network, options that matter and
   * data.
   */
  public String digest() {
    return Fingerprint.of(this).digest();
  }
}
