package org.pose2gloss.serving.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.serving.TestModel;
import org.pose2gloss.serving.model.FolderSource;

/** The OpenAPI document says what the service does. */
class DocumentTest {
  @TempDir static Path folder;
  private static TestService service;
  private static JsonNode document;

  @BeforeAll
  static void start() throws Exception {
    service = TestService.start(TestService.options(), new FolderSource(TestModel.make(folder, 1)));
    document = TestService.json(service.get(DocumentRoutes.PATH));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void itHasEveryAddressOfTheServiceAndNoOther() {
    Set<String> documented = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(
              method -> documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
    }
    Set<String> served = new TreeSet<>(service.addresses());
    // Pages for people, and the document itself.
    served.removeIf(address -> address.matches("GET /(openapi.json|swagger|swagger.js|page/.*)?"));
    assertThat(documented).isEqualTo(served);
  }

  @Test
  void itsExamplesWorkWhenTried() throws Exception {
    String model = TestService.json(service.get("/metadata")).path("name").asText();
    tryExample("/predict", "clip");
    tryExample("/predict/batch", "clips");
    tryExample("/v2/models/" + model + "/infer", "tensors");
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    assertThat(document.findValuesAsText("$ref"))
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
  }

  @Test
  void swaggerUiComesWithAllItsFiles() throws Exception {
    String page = service.get("/swagger").body();
    assertThat(page).contains("swagger-ui-bundle.js");
    for (String part : page.split("\"", -1)) {
      if (part.endsWith(".js") || part.endsWith(".css")) {
        assertThat(service.get("/" + part).statusCode()).as(part).isEqualTo(200);
      }
    }
  }

  private static void tryExample(String address, String name) throws Exception {
    String body = document.at("/components/examples/" + name + "/value").toString();
    HttpResponse<String> answer =
        service.post(address, TestService.JSON_TYPE, body.getBytes(UTF_8));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }
}
