package org.pose2gloss.classifier.training;

import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import org.pose2gloss.classifier.ClassifierException;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.ExampleBatch;
import org.pose2gloss.classifier.NetworkOptions;

/**
 * One pass over examples as padded batches that fit the network, made ready ahead on another
 * thread.
 */
final class EpochBatches implements Iterator<ExampleBatch>, AutoCloseable {
  private final NetworkOptions network;
  private final Batches batches;
  private final ExampleTransform transform;
  private final long seed;
  private final BitSet labels = new BitSet();
  private final Prefetch<ExampleBatch> ready;
  private long position;

  private EpochBatches(
      TrainingPlan plan, Batches batches, ExampleTransform transform, long seed, int skipped) {
    this.network = plan.network();
    this.batches = batches;
    this.transform = transform;
    this.seed = seed;
    this.ready =
        new Prefetch<>(made(skipped), plan.options().prefetchBatches(), "pose2gloss-examples");
  }

  /**
   * The training examples of an epoch, transformed, in an order that is a function of the seed and
   * the epoch.
   *
   * @param epoch from 1
   * @param skipped batches that were trained on before
   */
  static EpochBatches training(TrainingPlan plan, int epoch, int skipped) {
    TrainingOptions options = plan.options();
    long seed = Seeds.mix(options.seed(), epoch);
    Batches batches =
        Batches.shuffled(plan.train(), options.batchSize(), options.shuffleBatches(), seed);
    return new EpochBatches(plan, batches, plan.transform(), seed, skipped);
  }

  /** The validation examples as they are. */
  static EpochBatches validation(TrainingPlan plan) {
    TrainingOptions options = plan.options();
    Batches batches =
        Batches.inOrder(plan.validation(), options.batchSize(), options.shuffleBatches());
    return new EpochBatches(plan, batches, ExampleTransform.none(), 0, 0);
  }

  private Iterator<ExampleBatch> made(int skipped) {
    return new Iterator<>() {
      private int toSkip = skipped;

      @Override
      public boolean hasNext() {
        while (toSkip > 0 && batches.hasNext()) {
          List<Example> done = batches.next();
          done.forEach(example -> labels.set(example.label()));
          position += done.size();
          toSkip--;
        }
        return batches.hasNext();
      }

      @Override
      public ExampleBatch next() {
        return padded(batches.next());
      }
    };
  }

  private ExampleBatch padded(List<Example> examples) {
    for (Example example : examples) {
      if (example.label() >= network.classes()) {
        throw new ClassifierException(
            String.format(
                "Example %s has the label %d where the network has %d classes, 0 to %d: the"
                    + " examples and the labels come from different preparations.",
                example.id(), example.label(), network.classes(), network.classes() - 1));
      }
      labels.set(example.label());
    }
    List<Example> changed =
        examples.stream()
            .map(example -> transform.apply(example, Seeds.mix(seed, ++position)))
            .toList();
    return ExampleBatch.of(changed, network.points());
  }

  /** Labels of the whole pass; to be asked when there is no further batch. */
  BitSet labels() {
    return (BitSet) labels.clone();
  }

  @Override
  public boolean hasNext() {
    return ready.hasNext();
  }

  @Override
  public ExampleBatch next() {
    return ready.next();
  }

  @Override
  public void close() {
    ready.close();
    batches.close();
  }
}
