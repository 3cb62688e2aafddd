package org.pose2gloss.serving.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.inference.GlossPredictor;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.features.PointSelection;
import org.pose2gloss.features.PoseFile;
import org.pose2gloss.features.SelectedPoints;
import org.pose2gloss.landmarks.LandmarkExtractor;
import org.pose2gloss.serving.TestModel;
import org.pose2gloss.serving.model.FolderSource;

/** Videos and .pose files. */
class MediaTest {
  @TempDir static Path folder;
  private static TestService service;
  private static GlossPredictor predictor;

  @BeforeAll
  static void start() throws IOException {
    Path model = TestModel.make(folder, 1);
    service = TestService.start(TestService.options(), new FolderSource(model));
    predictor = GlossPredictor.open(model.resolve("saved_model"));
  }

  @AfterAll
  static void stop() {
    service.close();
    predictor.close();
  }

  @Test
  void aPoseFileIsAnsweredAsItsLandmarksAre() throws Exception {
    Example clip = TestModel.clip(10, 8);
    LandmarkSequence sequence =
        PointSelection.wlasl180()
            .sequence(SelectedPoints.of(10, TestModel.POINTS, clip.xyz()), 25, 640, 480);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    PoseFile.write(sequence, file);

    HttpResponse<String> answer =
        service.post("/predict/pose?top_n=7&skeleton=true", ClipRequests.RAW, file.toByteArray());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode told = TestService.json(answer);
    // The file has whole pixels' fractions only in 32 bits.
    assertSameGlosses(told, predictor.predict(List.of(clip))[0], 1e-3f);
    assertThat(told.path("frames").asInt()).isEqualTo(10);
    assertThat(told.path("image_width").asInt()).isEqualTo(640);
    assertThat(told.at("/skeleton/frames")).hasSize(10);
    assertThat(told.at("/skeleton/points/0/part").asText()).isEqualTo("right_hand");
    assertThat(told.at("/timing/predict_ms").asDouble()).isPositive();
  }

  @Test
  void aVideoIsAnsweredAsItsExtractedLandmarksAre() throws Exception {
    Path video = realVideo();
    HttpResponse<String> answer =
        service.post("/predict/video?top_n=7", "video/mp4", Files.readAllBytes(video));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode told = TestService.json(answer);
    LandmarkSequence sequence;
    try (LandmarkExtractor extractor = LandmarkExtractor.create(TestService.video().extractor())) {
      sequence = extractor.extract(video);
    }
    float[] xyz = PointSelection.wlasl180().pick(sequence).xyz();
    int frames = Math.min(sequence.frames(), TestModel.MAX_FRAMES);
    float[] cut = Arrays.copyOf(xyz, frames * TestModel.POINTS * Example.CHANNELS);
    float[] expected = predictor.predict(List.of(new Example("video", 0, frames, cut)))[0];
    assertSameGlosses(told, expected, 1e-4f);
    assertThat(told.path("frames").asInt()).isEqualTo(sequence.frames());
    assertThat(told.path("skeleton").isMissingNode()).isTrue();
    assertThat(told.at("/timing/landmarks_ms").asDouble()).isPositive();
  }

  @Test
  void whatIsNoVideoIsSaidToBeNone() throws Exception {
    PredictTest.isProblem(
        service.post("/predict/video", "video/mp4", "no video".getBytes(UTF_8)),
        422,
        "that was sent");
    PredictTest.isProblem(
        service.post("/predict/video", "video/mp4", new byte[0]), 422, "that was sent");
    PredictTest.isProblem(
        service.post("/predict/video", "video/mp4", new byte[2 << 20]), 413, "larger than");
    PredictTest.isProblem(
        service.post("/predict/pose", ClipRequests.RAW, "no pose".getBytes(UTF_8)), 422, ".pose");
    // Another answer than that it is damaged: a form holds the file, and is none itself.
    PredictTest.isProblem(
        service.post("/predict/video", "multipart/form-data; boundary=x", new byte[9]),
        415,
        "--data-binary");
    PredictTest.isProblem(
        service.post("/predict/pose", "video/mp4", new byte[9]), 415, "the file itself");
    PredictTest.isProblem(
        service.post("/predict/pose?skeleton=yes", ClipRequests.RAW, new byte[9]),
        400,
        "skeleton must be true or false");
    // No place is lost by that.
    assertThat(service.get("/metrics").body()).contains("pose2gloss_clips_inside 0.0");
    assertNoUploadsAreLeft();
  }

  private static void assertNoUploadsAreLeft() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("pose2gloss-upload-"));
    }
  }

  private static void assertSameGlosses(JsonNode told, float[] expected, float tolerance) {
    assertThat(told.path("predictions")).hasSize(expected.length);
    for (JsonNode prediction : told.path("predictions")) {
      int place = TestModel.glosses().indexOf(prediction.path("gloss").asText());
      assertThat(prediction.path("score").floatValue())
          .isEqualTo(expected[place], within(tolerance));
    }
  }

  /** The smallest of the clips of at most 30 frames' worth. */
  private static Path realVideo() throws IOException {
    String given = System.getenv("POSE2GLOSS_TEST_DATA");
    Path data =
        given == null
            ? Path.of(System.getProperty("pose2gloss.root", "../.."), "..", "shared", "data")
            : Path.of(given);
    Path videos = data.resolve("wlasl-clips/videos");
    assumeThat(videos)
        .as("WLASL clips in ../shared/data or POSE2GLOSS_TEST_DATA; skipped without them")
        .isDirectory();
    try (Stream<Path> files = Files.list(videos)) {
      return files.min(Comparator.comparingLong(file -> file.toFile().length())).orElseThrow();
    }
  }
}
