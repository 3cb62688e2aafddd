package org.pose2gloss.serving.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.serving.batch.Admission;
import org.pose2gloss.serving.batch.Batcher;
import org.pose2gloss.serving.model.ModelSlot;
import org.pose2gloss.serving.model.ServedModel;

/**
 * What a request holds while it is in the house: places, and the model in service when it came in.
 * Both are given back once, by {@link #leave()} or when the network is done with its clips.
 */
final class Visit {
  private final Admission admission;
  private final Batcher batcher;
  private final ServedModel model;
  private final Duration timeLimit;
  private int places = 1;

  private Visit(Admission admission, Batcher batcher, ServedModel model, Duration timeLimit) {
    this.admission = admission;
    this.batcher = batcher;
    this.model = model;
    this.timeLimit = timeLimit;
  }

  /**
   * Comes in.
   *
   * @throws ProblemException if the house is full or there is no model
   */
  static Visit begin(Admission admission, Batcher batcher, ModelSlot slot, Duration timeLimit) {
    if (!admission.enter(1)) {
      throw ProblemException.busy();
    }
    ServedModel model = slot.hold().orElse(null);
    if (model == null) {
      admission.leave(1);
      throw ProblemException.notReady(slot.status().problem());
    }
    return new Visit(admission, batcher, model, timeLimit);
  }

  /** The model that answers. */
  ServedModel model() {
    return model;
  }

  /**
   * Takes a place for each clip of several.
   *
   * @throws ProblemException if there are not as many
   */
  void need(int clips) {
    if (clips > places) {
      if (!admission.enter(clips - places)) {
        throw ProblemException.busy();
      }
      places = clips;
    }
  }

  /**
   * Asks the model; the visit ends when it has answered.
   *
   * @return probabilities by class for each clip
   */
  CompletableFuture<List<float[]>> ask(List<Example> clips) {
    long deadline = System.nanoTime() + timeLimit.toNanos();
    List<CompletableFuture<float[]>> answers =
        clips.stream()
            .map(clip -> batcher.submit(model, model.preparation().cut(clip), deadline))
            .toList();
    // The visit ends with the network's work, also where the client has been told before that it
    // takes too long.
    return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
        .whenComplete((done, failure) -> leave())
        .thenApply(done -> answers.stream().map(CompletableFuture::join).toList())
        .orTimeout(timeLimit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Goes, without having asked. */
  void leave() {
    model.release();
    admission.leave(places);
  }
}
