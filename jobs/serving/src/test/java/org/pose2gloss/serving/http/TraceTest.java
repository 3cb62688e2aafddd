package org.pose2gloss.serving.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.serving.TestModel;
import org.pose2gloss.serving.model.FolderSource;
import org.pose2gloss.serving.trace.Trace;
import org.pose2gloss.serving.trace.TraceOptions;
import org.pose2gloss.serving.trace.TraceStore;
import org.pose2gloss.serving.trace.TraceTable;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.FloatList;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.TableReader;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/** What requests leave behind, in a real table. */
class TraceTest {
  private static final Duration SOON = Duration.ofMillis(100);
  private static final Duration NEVER = Duration.ofHours(1);
  private static final int MIB = 1 << 20;

  @TempDir static Path folder;
  private static FolderSource source;

  @BeforeAll
  static void makeAModel() {
    source = new FolderSource(TestModel.make(folder.resolve("made"), 1));
  }

  @Test
  void everySampledClipAndItsAnswerAreRowsOfTheTable() throws Exception {
    CatalogOptions catalog =
        CatalogOptions.hadoop("pose2gloss", folder.resolve("warehouse").toString());
    Example longer = TestModel.clip(TestModel.MAX_FRAMES + 3, 8);
    JsonNode answer;
    try (TestService service =
        TestService.start(
            options(new TraceOptions(1, NEVER, MIB)), source, new TraceTable(catalog))) {
      answer = TestService.json(predict(service, longer));
      service.post(
          "/predict/batch",
          TestService.JSON_TYPE,
          ("{\"clips\": ["
                  + TestModel.json(TestModel.clip(4, 1))
                  + ", "
                  + TestModel.json(TestModel.clip(5, 2))
                  + "]}")
              .getBytes(UTF_8));
      assertThat(service.get("/metrics").body()).doesNotContain("fate=\"dropped\"} 1");
      // The end of the service writes what there is.
    }
    List<Record> rows = rows(catalog);
    assertThat(rows).extracting(row -> row.getField("frames")).contains(TestModel.MAX_FRAMES, 4, 5);
    Record row =
        rows.stream().filter(one -> "mine".equals(one.getField("request_id"))).findFirst().get();
    float[] seen = new float[TestModel.MAX_FRAMES * TestModel.POINTS * Example.CHANNELS];
    System.arraycopy(longer.xyz(), 0, seen, 0, seen.length);
    assertThat(FloatList.toArray(row.getField("xyz"))).isEqualTo(seen);
    JsonNode best = answer.path("predictions").path(0);
    assertThat(row.getField("predicted")).isEqualTo(best.path("gloss").asText());
    assertThat(row.getField("probability")).isEqualTo(best.path("score").floatValue());
    assertThat(row.getField("landmarks")).isEqualTo("wlasl180");
    // A point of ten is absent, never all of a hand.
    assertThat(row.getField("right_hand_coverage")).isEqualTo(1f);
    assertThat(row.getField("model_version"))
        .isEqualTo(answer.path("model").path("version").asText());
  }

  @Test
  void aStoreThatFailsFailsNoRequestAndIsAskedAgain() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    TraceStore failing =
        (UUID attempt, List<Trace> traces) -> {
          if (attempts.incrementAndGet() < 3) {
            throw new IllegalStateException("The disk is full.");
          }
        };
    try (TestService service =
        TestService.start(options(new TraceOptions(1, SOON, MIB)), source, failing)) {
      assertThat(predict(service, TestModel.clip(4, 1)).statusCode()).isEqualTo(200);
      await(service, "fate=\"kept\"} 1.0");
      assertThat(attempts.get()).isGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void whatDoesNotFitIsDroppedAndCounted() throws Exception {
    int twoClips = 2 * 4 * TestModel.POINTS * Example.CHANNELS * Float.BYTES;
    try (TestService service =
        TestService.start(
            options(new TraceOptions(1, NEVER, twoClips)), source, (attempt, traces) -> {})) {
      for (int i = 0; i < 5; i++) {
        assertThat(predict(service, TestModel.clip(4, i)).statusCode()).isEqualTo(200);
      }
      await(service, "fate=\"dropped\"} 3.0");
    }
  }

  @Test
  void aShareOfNoneLeavesNothing() throws Exception {
    Path nothing = folder.resolve("nothing");
    try (TestService service =
        TestService.start(
            options(TestService.noTraces()),
            source,
            new TraceTable(CatalogOptions.hadoop("pose2gloss", nothing.toString())))) {
      assertThat(predict(service, TestModel.clip(4, 1)).statusCode()).isEqualTo(200);
    }
    assertThat(Files.exists(nothing)).isFalse();
  }

  private static HttpResponse<String> predict(TestService service, Example clip) throws Exception {
    String body = "{\"landmarks\": " + TestModel.json(clip) + "}";
    return service.post(
        "/predict", TestService.JSON_TYPE, body.getBytes(UTF_8), RequestIds.HEADER, "mine");
  }

  private static void await(TestService service, String metric) throws Exception {
    String metrics = "";
    for (int i = 0; i < 600 && !metrics.contains(metric); i++) {
      Thread.sleep(50);
      metrics = service.get("/metrics").body();
    }
    assertThat(metrics).contains(metric);
  }

  private static List<Record> rows(CatalogOptions catalog) {
    try (Warehouse warehouse = Warehouse.open(catalog, new Configuration());
        Rows<Record> rows = TableReader.of(warehouse.existing(Tables.TRACES)).rows()) {
      return rows.stream().map(Record::copy).toList();
    }
  }

  private static ServiceOptions options(TraceOptions trace) {
    ServiceOptions usual = TestService.options();
    return new ServiceOptions(
        usual.host(),
        usual.port(),
        usual.timeLimit(),
        usual.mostFrames(),
        usual.mostBytes(),
        usual.places(),
        usual.queueTime(),
        usual.batch(),
        usual.video(),
        trace,
        Optional.empty(),
        usual.accessLog(),
        usual.apiKey(),
        usual.adminToken(),
        usual.allowedOrigins());
  }
}
