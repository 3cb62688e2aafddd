package org.pose2gloss.serving.http;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.serving.model.ServedModel;

/**
 * What a request holds while it is in the house: places, and the model in service when it came in.
 * Both are given back once, by {@link #leave()} or when the network is done with its clips.
 */
final class Visit {
  private final House house;
  private final ServedModel model;
  private final String requestId;
  private int places = 1;

  private Visit(House house, ServedModel model, String requestId) {
    this.house = house;
    this.model = model;
    this.requestId = requestId;
  }

  /**
   * Comes in.
   *
   * @throws ProblemException if the house is full or there is no model
   */
  static Visit begin(House house, String requestId) {
    if (!house.admission().enter(1)) {
      throw ProblemException.busy();
    }
    ServedModel model = house.slot().hold().orElse(null);
    if (model == null) {
      house.admission().leave(1);
      throw ProblemException.notReady(house.slot().status().problem());
    }
    return new Visit(house, model, requestId);
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
      if (!house.admission().more(clips - places, places)) {
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
    long nanos = house.timeLimit().toNanos();
    long deadline = System.nanoTime() + nanos;
    List<Example> cut = clips.stream().map(model.preparation()::cut).toList();
    List<CompletableFuture<float[]>> answers =
        cut.stream().map(clip -> house.batcher().submit(model, clip, deadline)).toList();
    // The visit ends with the network's work, also where the client has been told before that it
    // takes too long.
    return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
        .whenComplete((done, failure) -> leave())
        .thenApply(done -> answers.stream().map(CompletableFuture::join).toList())
        .orTimeout(nanos, TimeUnit.NANOSECONDS)
        // From here on, success or not, it is no longer the network's thread.
        .whenCompleteAsync((done, failure) -> trace(cut, done), house.answering());
  }

  private void trace(List<Example> clips, List<float[]> answers) {
    for (int i = 0; answers != null && i < answers.size(); i++) {
      house.traces().offer(requestId, model, clips.get(i), answers.get(i));
    }
  }

  /** Goes, without having asked. */
  void leave() {
    model.release();
    house.admission().leave(places);
  }
}
