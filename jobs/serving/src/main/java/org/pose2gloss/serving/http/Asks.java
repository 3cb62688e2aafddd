package org.pose2gloss.serving.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.serving.clip.ClipLimits;
import org.pose2gloss.serving.model.ServedModel;

/** The way of every request for a prediction: come in, read, ask the network, answer, go. */
final class Asks {
  private final ServiceOptions options;
  private final House house;

  /**
   * What a request asks.
   *
   * @param clips that it asks about
   * @param answer writes the answer from the probabilities by class of each clip
   */
  record Question(List<Example> clips, Consumer<List<float[]>> answer) {}

  /** Reads what a request asks. */
  interface Reader {
    Question read(Visit visit, ClipLimits limits) throws IOException;
  }

  Asks(ServiceOptions options, House house) {
    this.options = options;
    this.house = house;
  }

  /**
   * Answers a request, later and on another thread.
   *
   * @throws IOException if the connection breaks
   */
  void answer(Context ctx, Reader reader) throws IOException {
    Visit visit = begin(ctx);
    Question question;
    try {
      question = reader.read(visit, limits(visit.model()));
      visit.need(question.clips().size());
    } catch (IOException | RuntimeException | Error e) {
      visit.leave();
      throw e;
    }
    ctx.future(() -> visit.ask(question.clips()).thenAccept(question.answer()));
  }

  /**
   * Comes in.
   *
   * @throws ProblemException if the house is full or there is no model
   */
  Visit begin(Context ctx) {
    return Visit.begin(house, RequestIds.of(ctx));
  }

  /** What may be asked of a model. */
  ClipLimits limits(ServedModel model) {
    return new ClipLimits(
        model.points(),
        model.glosses().size(),
        house.admission().places(),
        options.mostFrames(),
        options.mostBytes());
  }
}
