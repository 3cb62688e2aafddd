package org.pose2gloss.classifier.training;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import org.pose2gloss.classifier.ClassifierException;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.ExampleBatch;

/** Epochs of steps, each followed by validation, until the last epoch or until patience is over. */
final class TrainingLoop {
  private final TrainingSession session;
  private final TrainingPlan plan;
  private final TrainingOptions options;
  private final Fingerprint fingerprint;
  private final Checkpoints checkpoints;
  private final TrainingListener listener;
  private final LearningRate learningRate;
  private final BestEpoch bestEpoch;
  private final TrainingClock clock;
  private int epoch;
  private int step;
  private long totalSteps;
  private RunningMetrics trained;
  private String bestCheckpoint;
  private EpochReport best;

  /** Goes on from a state whose variables the session holds. */
  TrainingLoop(
      TrainingSession session,
      TrainingPlan plan,
      Fingerprint fingerprint,
      Checkpoints checkpoints,
      TrainingListener listener,
      TrainingState state) {
    this.session = session;
    this.plan = plan;
    this.options = plan.options();
    this.fingerprint = fingerprint;
    this.checkpoints = checkpoints;
    this.listener = listener;
    long steps = (long) plan.stepsAnEpoch() * options.epochs();
    this.learningRate = new LearningRate(options.schedule(), steps, state.rate());
    this.bestEpoch = new BestEpoch(options.earlyStoppingPatience(), state.patience());
    this.clock = new TrainingClock(steps - state.totalSteps(), state.seconds());
    this.epoch = state.epoch();
    this.step = state.step();
    this.totalSteps = state.totalSteps();
    this.trained = new RunningMetrics(state.trained());
    this.bestCheckpoint = state.bestCheckpoint();
    this.best = state.best();
  }

  /** Trains to the end and says where that is. */
  TrainingState run() throws IOException {
    if (plan.validation().size() == 0) {
      listener.notice(
          "There is no validation example: the best epoch is the one of the lowest training loss.");
    }
    while (epoch <= options.epochs() && !bestEpoch.patienceIsOver()) {
      epoch();
    }
    return state();
  }

  private TrainingState state() {
    return new TrainingState(
        epoch,
        step,
        totalSteps,
        clock.seconds(),
        learningRate.state(),
        bestEpoch.state(),
        trained.state(),
        bestCheckpoint,
        best);
  }

  private void checkpoint() throws IOException {
    TrainingState state = state();
    checkpoints.write(state, folder -> Checkpoint.write(folder, session, state, fingerprint));
  }

  private void epoch() throws IOException {
    clock.epochBegins();
    try (EpochBatches batches = EpochBatches.training(plan, epoch, step)) {
      while (hasNext(batches)) {
        trainOn(batches.next());
        int every = options.checkpointing().everySteps();
        if (every > 0 && totalSteps % every == 0 && hasNext(batches)) {
          checkpoint();
        }
      }
      if (epoch == 1) {
        noticeAbsentClasses(batches.labels());
      }
    }
    if (trained.count() == 0) {
      throw new ClassifierException(
          String.format(
              "The training source said that it has %d examples but gave none.",
              plan.train().size()));
    }
    EpochReport report = judged(clock.samplesPerSecond());
    if (report.best()) {
      best = report;
      bestCheckpoint = Checkpoints.name(totalSteps);
    }
    epoch++;
    step = 0;
    trained = new RunningMetrics();
    checkpoint();
    listener.epoch(report);
  }

  private boolean hasNext(EpochBatches batches) {
    if (Thread.currentThread().isInterrupted()) {
      throw new ClassifierException(
          String.format("Training was interrupted in epoch %d, before batch %d.", epoch, step + 1));
    }
    return batches.hasNext();
  }

  private EpochReport judged(double samplesPerSecond) {
    float rate = learningRate.at(totalSteps);
    RunningMetrics judged = session.withFinalValues(this::validate);
    boolean hasValidation = judged.count() > 0;
    double value = hasValidation ? judged.top1() : -trained.loss();
    learningRate.epochReached(value);
    boolean isBest = bestEpoch.reached(value, hasValidation ? judged.loss() : trained.loss());
    return new EpochReport(
        epoch,
        options.epochs(),
        trained.loss(),
        trained.top1(),
        trained.top5(),
        hasValidation ? judged.loss() : Double.NaN,
        hasValidation ? judged.top1() : Double.NaN,
        hasValidation ? judged.top5() : Double.NaN,
        rate,
        samplesPerSecond,
        isBest,
        clock.secondsLeft());
  }

  private void trainOn(ExampleBatch batch) {
    step++;
    totalSteps++;
    float rate = learningRate.at(totalSteps);
    boolean headDrops = epoch >= options.regularization().headDropoutFromEpoch();
    TrainingSession.Pass pass = session.train(batch, rate, headDrops);
    if (!Double.isFinite(pass.loss()) || !Double.isFinite(pass.gradientNorm())) {
      throw new ClassifierException(
          String.format(
              "The loss is %s and its gradient's norm %s in epoch %d, batch %d, examples %s: look"
                  + " at these examples for numbers out of range, or lower the learning rate.",
              pass.loss(), pass.gradientNorm(), epoch, step, ids(batch.examples())));
    }
    trained.add(batch, pass);
    clock.stepDone(batch.size());
    if (totalSteps % options.reportSteps() == 0) {
      report(pass, rate);
    }
  }

  private void report(TrainingSession.Pass pass, float rate) {
    listener.step(
        new StepReport(
            epoch,
            options.epochs(),
            step,
            plan.stepsAnEpoch(),
            totalSteps,
            pass.loss(),
            trained.top1(),
            trained.top5(),
            pass.gradientNorm(),
            rate,
            clock.samplesPerSecond(),
            clock.secondsLeft()));
  }

  private RunningMetrics validate() {
    RunningMetrics judged = new RunningMetrics();
    try (EpochBatches batches = EpochBatches.validation(plan)) {
      while (batches.hasNext()) {
        ExampleBatch batch = batches.next();
        judged.add(batch, session.infer(batch));
      }
    }
    return judged;
  }

  private void noticeAbsentClasses(BitSet labels) {
    int absent = plan.network().classes() - labels.cardinality();
    if (absent > 0) {
      listener.notice(
          String.format(
              "%d of %d classes have no training example, the first of them class %d.",
              absent, plan.network().classes(), labels.nextClearBit(0)));
    }
  }

  private static String ids(List<Example> examples) {
    int shown = Math.min(examples.size(), 8);
    String ids =
        examples.subList(0, shown).stream().map(Example::id).collect(Collectors.joining(", "));
    return examples.size() > shown ? ids + " and " + (examples.size() - shown) + " more" : ids;
  }
}
