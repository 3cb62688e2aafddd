package org.pose2gloss.serving.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.serving.model.ModelReference;
import org.pose2gloss.serving.model.ModelSlot;
import org.pose2gloss.serving.model.ServedModel;

/**
 * What the service says of its own addresses: an OpenAPI document, and Swagger UI to try them; and
 * the page where people try a video.
 */
final class DocumentRoutes {
  /** Where the document is. */
  static final String PATH = "/openapi.json";

  /** Nothing comes from elsewhere; Swagger UI sets styles and has its pictures inside. */
  private static final String POLICY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " media-src blob:; frame-ancestors 'none'";

  private static final int EXAMPLE_FRAMES = 2;
  private static final int USUAL_POINTS = 180;

  private final ModelSlot slot;
  private final JsonNode document;

  DocumentRoutes(ModelSlot slot) {
    this.slot = slot;
    try {
      this.document = new YAMLMapper().readTree(resource("openapi.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void install(Javalin app) {
    app.get(PATH, this::document);
    page(app, "/swagger", "text/html", resource("swagger.html").replace("SWAGGER", swaggerUi()));
    page(app, "/swagger.js", "text/javascript", resource("swagger.js"));
    page(app, "/", "text/html", resource("page/index.html"));
    page(app, "/page/page.css", "text/css", resource("page/page.css"));
    page(app, "/page/page.js", "text/javascript", resource("page/page.js"));
  }

  private static void page(Javalin app, String path, String type, String content) {
    app.get(
        path,
        ctx ->
            ctx.contentType(type + "; charset=utf-8")
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .result(content));
  }

  private void document(Context ctx) {
    ObjectNode filled = document.deepCopy();
    Optional<ServedModel> model = slot.hold();
    model.ifPresent(served -> limits(filled, served));
    examples(filled, model.map(ServedModel::points).orElse(USUAL_POINTS));
    model.ifPresent(ServedModel::release);
    ctx.json(filled);
  }

  /** What holds for the model in service. */
  private static void limits(ObjectNode filled, ServedModel model) {
    ((ObjectNode) filled.at("/components/schemas/Frames/items"))
        .put("minItems", model.points())
        .put("maxItems", model.points());
    for (String schema : List.of("Clip", "Clips")) {
      ((ObjectNode) filled.at("/components/schemas/" + schema + "/properties/top_n"))
          .put("maximum", model.glosses().size());
    }
    ((ObjectNode) filled.at("/components/parameters/topN/schema"))
        .put("maximum", model.glosses().size());
    ((ObjectNode) filled.at("/components/parameters/shape"))
        .put("example", EXAMPLE_FRAMES + "," + model.points() + "," + Example.CHANNELS);
    ModelReference reference = model.reference();
    ((ObjectNode) filled.at("/components/parameters/model")).put("example", reference.name());
    ((ObjectNode) filled.at("/components/parameters/version")).put("example", reference.version());
  }

  private static void examples(ObjectNode filled, int points) {
    ObjectNode examples = (ObjectNode) filled.at("/components/examples");
    ArrayNode clip = clip(filled, points);
    ((ObjectNode) examples.at("/clip/value")).set("landmarks", clip);
    ((ObjectNode) examples.at("/clips/value")).putArray("clips").add(clip).add(clip);
    ObjectNode input = (ObjectNode) examples.at("/tensors/value/inputs/0");
    input.putArray("shape").add(1).add(EXAMPLE_FRAMES).add(points).add(Example.CHANNELS);
    input.putArray("data").add(clip);
  }

  /** Frames in which all is in the middle. */
  private static ArrayNode clip(ObjectNode maker, int points) {
    ArrayNode frames = maker.arrayNode();
    for (int frame = 0; frame < EXAMPLE_FRAMES; frame++) {
      ArrayNode row = frames.addArray();
      for (int point = 0; point < points; point++) {
        row.addArray().add(0.5).add(0.5).add(0);
      }
    }
    return frames;
  }

  /** The folder of Swagger UI's own files, which has its version in its name. */
  private static String swaggerUi() {
    String file = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
    try (InputStream in = DocumentRoutes.class.getResourceAsStream(file)) {
      Properties properties = new Properties();
      properties.load(in);
      return "webjars/swagger-ui/" + properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resource(String name) {
    try (InputStream in =
        ServedModel.class.getResourceAsStream("/org/pose2gloss/serving/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
