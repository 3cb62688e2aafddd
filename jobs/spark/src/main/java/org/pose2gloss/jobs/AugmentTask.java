package org.pose2gloss.jobs;

import java.util.Iterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.util.LongAccumulator;
import org.pose2gloss.command.UserException;
import org.pose2gloss.features.Augmenter;
import org.pose2gloss.features.PointSelection;
import org.pose2gloss.features.SelectedPoints;

/**
 * The rows of samples: the chosen landmarks, and of training samples changed copies. Holds one
 * sample at a time.
 *
 * @param options what to do
 * @param done counts the samples
 */
record AugmentTask(AugmentJob.Options options, LongAccumulator done)
    implements MapPartitionsFunction<SampleLandmarks, AugmentedRow> {
  @Override
  public Iterator<AugmentedRow> call(Iterator<SampleLandmarks> samples) {
    PointSelection selection = PointSelection.of(options.landmarks());
    Augmenter augmenter = options.augmenter();
    Iterable<SampleLandmarks> all = () -> samples;
    return StreamSupport.stream(all.spliterator(), false)
        .flatMap(sample -> rows(sample, selection, augmenter))
        .iterator();
  }

  private Stream<AugmentedRow> rows(
      SampleLandmarks sample, PointSelection selection, Augmenter augmenter) {
    done.add(1);
    SelectedPoints original = picked(sample, selection);
    int copies = sample.getSplit().equals(SplitPlan.TRAIN) ? options.copies() : 0;
    long seed = Augmenter.seedFor(options.seed(), sample.getId());
    return IntStream.rangeClosed(0, copies)
        .mapToObj(
            copy ->
                AugmentedRow.of(
                    options,
                    sample,
                    copy,
                    copy == 0 ? original : augmenter.copy(original, copy - 1, seed)));
  }

  private static SelectedPoints picked(SampleLandmarks sample, PointSelection selection) {
    try {
      return selection.pick(sample.getFrames(), sample.parts());
    } catch (IllegalArgumentException e) {
      throw new UserException(
          String.format(
              "The landmarks of the sample '%s' cannot be used: %s; extract it again, or take it out"
                  + " of the table landmarks.",
              sample.getId(), e.getMessage()),
          e);
    }
  }
}
