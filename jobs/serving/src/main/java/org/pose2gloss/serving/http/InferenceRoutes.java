package org.pose2gloss.serving.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.serving.clip.Tensors;
import org.pose2gloss.serving.clip.TensorsReader;
import org.pose2gloss.serving.model.ModelReference;
import org.pose2gloss.serving.model.ModelSlot;
import org.pose2gloss.serving.model.ServedModel;

/**
 * The Open Inference Protocol, version 2, with Triton's extension for binary tensors: what clients
 * made for KServe, Triton and MLServer speak.
 */
final class InferenceRoutes {
  /** All addresses of the protocol begin so. */
  static final String ROOT = "/v2";

  private static final String OUTPUT = "probabilities";
  private static final String JSON_LENGTH = "Inference-Header-Content-Length";
  private static final List<String> MODEL = List.of("/{model}", "/{model}/versions/{version}");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ModelSlot slot;
  private final Asks asks;

  InferenceRoutes(ModelSlot slot, Asks asks) {
    this.slot = slot;
    this.asks = asks;
  }

  void install(Javalin app) {
    app.get(ROOT, InferenceRoutes::server);
    app.get(ROOT + "/health/live", ctx -> ctx.json(Map.of("live", true)));
    app.get(
        ROOT + "/health/ready",
        ctx -> withModel(ctx, false, model -> ctx.json(Map.of("ready", true))));
    for (String model : MODEL) {
      String path = ROOT + "/models" + model;
      app.get(path, ctx -> withModel(ctx, true, found -> ctx.json(description(found))));
      app.get(
          path + "/ready", ctx -> withModel(ctx, true, found -> ctx.json(Map.of("ready", true))));
      app.post(path + "/infer", this::infer);
    }
  }

  private static void server(Context ctx) {
    ctx.json(
        Map.of("name", "pose2gloss", "version", "2", "extensions", List.of("binary_tensor_data")));
  }

  private void withModel(Context ctx, boolean named, Consumer<ServedModel> then) {
    ServedModel model =
        slot.hold().orElseThrow(() -> ProblemException.notReady(slot.status().problem()));
    try {
      if (named) {
        requireNamed(ctx, model.reference());
      }
      then.accept(model);
    } finally {
      model.release();
    }
  }

  private static void requireNamed(Context ctx, ModelReference served) {
    Map<String, String> asked = ctx.pathParamMap();
    if (!asked.get("model").equals(served.name())
        || !asked.getOrDefault("version", served.version()).equals(served.version())) {
      throw ProblemException.of(404, "This service serves " + served + " and no other model.");
    }
  }

  private static ObjectNode description(ServedModel model) {
    ObjectNode told = JSON.createObjectNode().put("name", model.reference().name());
    told.putArray("versions").add(model.reference().version());
    told.put("platform", "tensorflow_savedmodel");
    tensor(told.putArray("inputs"), TensorsReader.INPUT, -1, -1, model.points(), Example.CHANNELS);
    tensor(told.putArray("outputs"), OUTPUT, -1, model.glosses().size());
    return told;
  }

  private static ObjectNode tensor(ArrayNode tensors, String name, int... sizes) {
    ObjectNode tensor = tensors.addObject().put("name", name).put("datatype", "FP32");
    ArrayNode shape = tensor.putArray("shape");
    for (int size : sizes) {
      shape.add(size);
    }
    return tensor;
  }

  private void infer(Context ctx) throws IOException {
    asks.answer(
        ctx,
        (visit, limits) -> {
          requireNamed(ctx, visit.model().reference());
          Tensors tensors =
              TensorsReader.read(ClipRequests.body(ctx, limits.bytes()), jsonLength(ctx), limits);
          return new Asks.Question(
              tensors.clips(), answers -> answer(ctx, visit.model(), tensors, answers));
        });
  }

  private static long jsonLength(Context ctx) {
    String sent = ctx.header(JSON_LENGTH);
    try {
      long length = sent == null ? -1 : Long.parseLong(sent);
      if (sent == null || length >= 0) {
        return length;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw ProblemException.of(
        400, "The header " + JSON_LENGTH + " must be the length of the JSON in bytes.");
  }

  private static void answer(
      Context ctx, ServedModel model, Tensors tensors, List<float[]> answers) {
    ObjectNode told =
        JSON.createObjectNode()
            .put("model_name", model.reference().name())
            .put("model_version", model.reference().version());
    if (!tensors.id().isEmpty()) {
      told.put("id", tensors.id());
    }
    int classes = model.glosses().size();
    ObjectNode output = tensor(told.putArray("outputs"), OUTPUT, answers.size(), classes);
    if (!tensors.binary()) {
      ArrayNode data = output.putArray("data");
      for (float[] answer : answers) {
        for (float probability : answer) {
          data.add(probability);
        }
      }
      ctx.json(told);
      return;
    }
    int size = answers.size() * classes * Float.BYTES;
    output.putObject("parameters").put("binary_data_size", size);
    byte[] json = told.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(json.length + size).order(ByteOrder.LITTLE_ENDIAN).put(json);
    for (float[] answer : answers) {
      for (float probability : answer) {
        bytes.putFloat(probability);
      }
    }
    ctx.header(JSON_LENGTH, Integer.toString(json.length))
        .contentType(ClipRequests.RAW)
        .result(bytes.array());
  }
}
