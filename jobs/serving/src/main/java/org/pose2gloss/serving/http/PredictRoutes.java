package org.pose2gloss.serving.http;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import org.pose2gloss.serving.clip.BatchQuestion;
import org.pose2gloss.serving.clip.ClipQuestion;

/** Landmarks in, glosses out. */
final class PredictRoutes {
  private final Asks asks;

  PredictRoutes(Asks asks) {
    this.asks = asks;
  }

  void install(Javalin app) {
    app.post("/predict", this::predict);
    app.post("/predict/batch", this::batch);
  }

  private void predict(Context ctx) throws IOException {
    asks.answer(
        ctx,
        (visit, limits) -> {
          ClipQuestion question = ClipRequests.read(ctx, limits);
          return new Asks.Question(
              List.of(question.clip()),
              answers -> ctx.json(Prediction.of(visit.model(), answers.get(0), question.topN())));
        });
  }

  /**
   * The answers to several clips.
   *
   * @param answers one a clip, in their order
   * @param model which one answered
   */
  private record Batch(List<List<Prediction.Gloss>> answers, Prediction.ModelName model) {}

  private void batch(Context ctx) throws IOException {
    asks.answer(
        ctx,
        (visit, limits) -> {
          BatchQuestion question = ClipRequests.readBatch(ctx, limits);
          return new Asks.Question(
              question.clips(),
              answers ->
                  ctx.json(
                      new Batch(
                          answers.stream()
                              .map(
                                  answer ->
                                      Prediction.of(visit.model(), answer, question.topN())
                                          .predictions())
                              .toList(),
                          Prediction.ModelName.of(visit.model()))));
        });
  }
}
