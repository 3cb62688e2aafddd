package org.pose2gloss.classifier.training;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import org.pose2gloss.classifier.ClassifierException;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.ExampleBatch;
import org.pose2gloss.classifier.ExampleSource;
import org.pose2gloss.classifier.NetworkOptions;

/** Epochs of steps, each followed by validation, until the last epoch or until patience is over. */
final class TrainingLoop {
  private final TrainingSession session;
  private final NetworkOptions network;
  private final TrainingOptions options;
  private final ExampleSource train;
  private final ExampleSource validation;
  private final Checkpoints checkpoints;
  private final TrainingListener listener;
  private final LearningRate learningRate;
  private final BestEpoch bestEpoch;
  private final BitSet labelsSeen = new BitSet();
  private final TrainingClock clock;
  private long totalSteps;

  TrainingLoop(
      TrainingSession session,
      NetworkOptions network,
      TrainingOptions options,
      ExampleSource train,
      ExampleSource validation,
      Checkpoints checkpoints,
      TrainingListener listener) {
    this.session = session;
    this.network = network;
    this.options = options;
    this.train = train;
    this.validation = validation;
    this.checkpoints = checkpoints;
    this.listener = listener;
    this.learningRate = new LearningRate(options);
    this.bestEpoch = new BestEpoch(options.earlyStoppingPatience());
    this.clock = new TrainingClock(options.epochs(), steps());
  }

  /** Steps of an epoch, by the source's own count. */
  private int steps() {
    return Math.toIntExact((train.size() + options.batchSize() - 1) / options.batchSize());
  }

  /** How the training ended. */
  record Outcome(int epochs, boolean stoppedEarly, EpochReport best) {}

  Outcome run() throws IOException {
    if (validation.size() == 0) {
      listener.notice(
          "There is no validation example: the best epoch is the one of the lowest training loss.");
    }
    EpochReport best = null;
    for (int epoch = 1; epoch <= options.epochs(); epoch++) {
      EpochReport report = epoch(epoch);
      if (report.best()) {
        checkpoints.best(epoch, session::save);
        best = report;
      }
      listener.epoch(report);
      if (bestEpoch.patienceIsOver() && epoch < options.epochs()) {
        return new Outcome(epoch, true, best);
      }
    }
    return new Outcome(options.epochs(), false, best);
  }

  private EpochReport epoch(int epoch) {
    clock.epochBegins();
    RunningMetrics trained = new RunningMetrics();
    // Another order each epoch; the golden ratio's bits keep near seeds from sharing orders.
    long order = options.seed() + epoch * 0x9E3779B97F4A7C15L;
    try (Batches batches =
        Batches.shuffled(train, options.batchSize(), options.shuffleBatches(), order)) {
      int step = 0;
      while (batches.hasNext()) {
        step++;
        trainOn(batches.next(), epoch, step, trained);
      }
    }
    if (trained.count() == 0) {
      throw new ClassifierException(
          String.format(
              "The training source said that it has %d examples but gave none.", train.size()));
    }
    float rate = learningRate.at(totalSteps);
    double samplesPerSecond = clock.samplesPerSecond();
    if (epoch == 1) {
      noticeAbsentClasses();
    }
    RunningMetrics judged = validate();
    clock.epochEnded();
    boolean hasValidation = judged.count() > 0;
    double value = hasValidation ? judged.top1() : -trained.loss();
    learningRate.epochReached(value);
    boolean best = bestEpoch.reached(value, hasValidation ? judged.loss() : trained.loss());
    return new EpochReport(
        epoch,
        options.epochs(),
        trained.loss(),
        trained.top1(),
        hasValidation ? judged.loss() : Double.NaN,
        hasValidation ? judged.top1() : Double.NaN,
        hasValidation ? judged.top5() : Double.NaN,
        rate,
        samplesPerSecond,
        best,
        clock.secondsLeft());
  }

  private void trainOn(List<Example> examples, int epoch, int step, RunningMetrics trained) {
    if (Thread.currentThread().isInterrupted()) {
      throw new ClassifierException(
          String.format("Training was interrupted in epoch %d, before batch %d.", epoch, step));
    }
    ExampleBatch batch = checked(examples);
    totalSteps++;
    float rate = learningRate.at(totalSteps);
    TrainingSession.Pass pass = session.train(batch, rate);
    if (!Double.isFinite(pass.loss()) || !Double.isFinite(pass.gradientNorm())) {
      throw new ClassifierException(
          String.format(
              "The loss is %s and its gradient's norm %s in epoch %d, batch %d, examples %s: look"
                  + " at these examples for numbers out of range, or lower the learning rate.",
              pass.loss(), pass.gradientNorm(), epoch, step, ids(examples)));
    }
    trained.add(batch, pass);
    clock.stepDone(batch.size());
    listener.step(
        new StepReport(
            epoch,
            options.epochs(),
            step,
            steps(),
            totalSteps,
            pass.loss(),
            pass.gradientNorm(),
            rate,
            clock.samplesPerSecond(),
            clock.secondsLeft()));
  }

  private RunningMetrics validate() {
    RunningMetrics judged = new RunningMetrics();
    try (Batches batches =
        Batches.inOrder(validation, options.batchSize(), options.shuffleBatches())) {
      while (batches.hasNext()) {
        ExampleBatch batch = checked(batches.next());
        judged.add(batch, session.infer(batch));
      }
    }
    return judged;
  }

  private ExampleBatch checked(List<Example> examples) {
    for (Example example : examples) {
      if (example.label() >= network.classes()) {
        throw new ClassifierException(
            String.format(
                "Example %s has the label %d where the network has %d classes, 0 to %d: the"
                    + " examples and the labels come from different preparations.",
                example.id(), example.label(), network.classes(), network.classes() - 1));
      }
      labelsSeen.set(example.label());
    }
    return ExampleBatch.of(examples, network.points());
  }

  private void noticeAbsentClasses() {
    int absent = network.classes() - labelsSeen.cardinality();
    if (absent > 0) {
      listener.notice(
          String.format(
              "%d of %d classes have no training example, the first of them class %d.",
              absent, network.classes(), labelsSeen.nextClearBit(0)));
    }
  }

  private static String ids(List<Example> examples) {
    int shown = Math.min(examples.size(), 8);
    String ids =
        examples.subList(0, shown).stream().map(Example::id).collect(Collectors.joining(", "));
    return examples.size() > shown ? ids + " and " + (examples.size() - shown) + " more" : ids;
  }
}
