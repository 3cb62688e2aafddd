package org.pose2gloss.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.univocity.parsers.common.record.Record;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.features.PoseFile;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.FloatList;
import org.pose2gloss.tables.TableWriter;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/** The command {@code export} on real tables, which {@code split} and {@code augment} have made. */
class ExportCommandTest {
  private static final List<String> IDS =
      List.of("07069", "ase/x", "ase_x", "../../etc/passwd", ".hidden", "Füße\n, \"quoted\"");

  @TempDir static Path folder;

  @BeforeAll
  static void makeTables() throws IOException {
    Random random = new Random(1);
    try (Warehouse warehouse =
            Warehouse.open(
                CatalogOptions.hadoop("pose2gloss", folder.resolve("warehouse").toString()),
                new Configuration());
        TableWriter videos = TableWriter.open(warehouse.openOrCreate(Tables.VIDEOS));
        TableWriter landmarks = TableWriter.open(warehouse.openOrCreate(Tables.LANDMARKS))) {
      for (int i = 0; i < IDS.size(); i++) {
        var video = videos.newRow();
        video.setField("id", IDS.get(i));
        video.setField("gloss", i % 2 == 0 ? "BOOK" : "DRINK, \"HOT\"");
        video.setField("split", i < 4 ? "train" : "test");
        video.setField("signer", i == 0 ? "7" : null);
        video.setField("language", i == 1 ? "ase" : null);
        video.setField("uri", "file:/none");
        video.setField("media", "pose");
        video.setField("sha256", "0" + i);
        videos.write(video);
        landmarks.write(row(landmarks, i, random));
      }
      videos.append(CommitNote.of("test"));
      landmarks.append(CommitNote.of("test"));
    }
    assertThat(code("split")).isZero();
    assertThat(code("augment", "--set", "preparation.augmentation-frequency=2")).isZero();
  }

  private static org.apache.iceberg.data.Record row(
      TableWriter landmarks, int number, Random random) {
    var row = landmarks.newRow();
    row.setField("id", IDS.get(number));
    row.setField("source_sha256", "0" + number);
    row.setField("frames", 10 + number);
    row.setField("frames_per_second", 25f);
    row.setField("image_width", 640);
    row.setField("image_height", 480);
    for (LandmarkPart part : LandmarkPart.values()) {
      float[] numbers = new float[(10 + number) * part.floatsPerFrame()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = random.nextFloat();
      }
      if (part == LandmarkPart.LEFT_HAND) {
        Arrays.fill(numbers, Float.NaN);
      }
      row.setField(part.columnName(), FloatList.of(numbers));
      row.setField(part.columnName() + "_coverage", part == LandmarkPart.LEFT_HAND ? 0f : 1f);
    }
    return row;
  }

  @Test
  void everyRowOfLandmarksBecomesAFileThatItsLineOfTheIndexNames() throws IOException {
    Path to = folder.resolve("all");
    JsonNode result = run("export", "landmarks", "--to", to.toString());

    assertThat(result.path("files").asInt()).isEqualTo(IDS.size());
    assertThat(result.path("frames").asInt()).isEqualTo(10 + 11 + 12 + 13 + 14 + 15);
    Map<String, Record> index = index(to);
    assertThat(index.keySet()).containsExactlyInAnyOrderElementsOf(IDS);
    // Nothing beside them: no hidden file, no file of checksums, nothing outside of the folder.
    assertThat(names(to)).hasSize(IDS.size() + 1).noneMatch(name -> name.startsWith("."));
    assertThat(index.get("07069").getString("path")).isEqualTo("07069.pose");
    assertThat(index.get("ase/x").getString("signed_language")).isEqualTo("ase");
    assertThat(index.get("ase/x").getString("path")).matches("ase_x-[0-9a-f]{12}\\.pose");
    assertThat(index.get("ase/x").getString("glosses")).isEqualTo("DRINK, \"HOT\"");
    assertThat(index.get("07069").getString("signer")).isEqualTo("7");
    LandmarkSequence first = read(to.resolve("07069.pose"));
    assertThat(first.frames()).isEqualTo(10);
    assertThat(first.imageWidth()).isEqualTo(640);
    assertThat(first.coverage(LandmarkPart.FACE)).isEqualTo(1);
    assertThat(first.coverage(LandmarkPart.LEFT_HAND)).isZero();
  }

  @Test
  void copiesHaveTheSelectedPointsAlone() throws IOException {
    Path to = folder.resolve("copies");
    JsonNode result = run("export", "augmented", "--to", to.toString(), "--split", "train");

    // Four training samples and two copies of each.
    assertThat(result.path("files").asInt()).isEqualTo(12);
    assertThat(index(to)).containsKeys("07069", "07069-copy1", "07069-copy2", "ase/x-copy1");
    LandmarkSequence original = read(to.resolve("07069.pose"));
    assertThat(original.isPresent(LandmarkPart.RIGHT_HAND, 0)).isTrue();
    assertThat(original.value(LandmarkPart.POSE, 0, 11, 3)).isEqualTo(1);
    // wlasl180 has the nose tip, but neither the pose's nose nor the face's point 1.
    assertThat(original.value(LandmarkPart.FACE, 0, 4, 0)).isNotNaN();
    assertThat(original.value(LandmarkPart.FACE, 0, 1, 0)).isNaN();
    assertThat(original.value(LandmarkPart.POSE, 0, 0, 0)).isNaN();
  }

  @Test
  void rowsCanBeChosen() throws IOException {
    Path to = folder.resolve("some");
    run("export", "landmarks", "--to", to.toString(), "--where-id", "ase/x", "--where-id", "07069");
    assertThat(index(to)).containsOnlyKeys("ase/x", "07069");

    Path limited = folder.resolve("limited");
    run("export", "landmarks", "--to", limited.toString(), "--limit", "2", "--split", "train");
    assertThat(index(limited)).containsOnlyKeys("../../etc/passwd", "07069");

    Path prepared = folder.resolve("prepared");
    run("export", "landmarks", "--to", prepared.toString(), "--preparation", "default");
    assertThat(index(prepared)).hasSize(IDS.size());
  }

  @Test
  void folderThatHoldsSomethingIsLeftAloneUnlessToldOtherwise() throws IOException {
    Path to = Files.createDirectories(folder.resolve("full"));
    Files.writeString(to.resolve("07069.pose"), "mine");
    String[] line = {"export", "landmarks", "--to", to.toString(), "--where-id", "07069"};

    assertThat(code(line)).isEqualTo(1);
    assertThat(to.resolve("07069.pose")).hasContent("mine");

    run(Stream.concat(Stream.of(line), Stream.of("--overwrite")).toArray(String[]::new));
    assertThat(read(to.resolve("07069.pose")).frames()).isEqualTo(10);
  }

  @Test
  void whatCannotBeExportedIsSaid() {
    String to = folder.resolve("nothing").toString();
    assertThat(code("export", "videos", "--to", to)).isEqualTo(2);
    assertThat(code("export", "landmarks", "--to", to, "--split", "dev")).isEqualTo(2);
    assertThat(code("export", "landmarks", "--to", to, "--limit", "0")).isEqualTo(2);
    assertThat(code("export", "landmarks", "--to", to, "--version", "gone")).isEqualTo(1);
    assertThat(code("export", "landmarks", "--to", to, "--where-id", "gone")).isEqualTo(1);
    assertThat(code("export", "augmented", "--to", to, "--preparation", "gone")).isEqualTo(1);
    assertThat(code("export", "examples", "--to", to)).isEqualTo(1);
    assertThat(folder.resolve("nothing")).doesNotExist();
  }

  private static LandmarkSequence read(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return PoseFile.read(in);
    }
  }

  private static Map<String, Record> index(Path to) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setHeaderExtractionEnabled(true);
    settings.trimValues(false);
    settings.setNormalizeLineEndingsWithinQuotes(false);
    Map<String, Record> index = new TreeMap<>();
    for (Record line :
        new CsvParser(settings).parseAllRecords(to.resolve("index.csv").toFile(), "UTF-8")) {
      assertThat(to.resolve(line.getString("path"))).isRegularFile();
      index.put(line.getString("video_id"), line);
    }
    return index;
  }

  private static List<String> names(Path to) throws IOException {
    try (Stream<Path> files = Files.list(to)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toList());
    }
  }

  private static int code(String... line) {
    return execute(new ByteArrayOutputStream(), line);
  }

  private static JsonNode run(String... line) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(execute(out, line)).as(String.join(" ", line)).isZero();
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    return new JsonMapper().readTree(lines.get(lines.size() - 1));
  }

  private static int execute(ByteArrayOutputStream stdout, String... line) {
    List<String> arguments = new ArrayList<>(List.of(line));
    for (String assignment :
        List.of(
            "catalog.warehouse=" + folder.resolve("warehouse"),
            "tracking.uri=",
            "spark.master=local[2]")) {
      arguments.addAll(List.of("--set", assignment));
    }
    PrintStream before = System.out;
    System.setOut(new PrintStream(stdout, true, StandardCharsets.UTF_8));
    try {
      return Main.launcher().run(arguments.toArray(String[]::new));
    } finally {
      System.setOut(before);
    }
  }
}
