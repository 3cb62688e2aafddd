package org.pose2gloss.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.data.Record;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.TableReader;
import org.pose2gloss.tables.TableWriter;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/** Videos that kill whatever process decodes them, on executors that are processes. */
class CrashOnClusterTest {
  private static final int VIDEOS = 12;

  @TempDir private Path folder;
  private SparkSession spark;
  private Warehouse warehouse;

  @BeforeEach
  void start() throws IOException {
    CatalogOptions catalog =
        CatalogOptions.hadoop("pose2gloss", folder.resolve("warehouse").toString());
    // What Spark's worker takes for a Spark: all classes come by the class path instead.
    Files.createDirectories(folder.resolve("spark/jars"));
    Files.createDirectories(folder.resolve("spark/launcher/target/scala-2.12"));
    System.setProperty("spark.testing", "true");
    System.setProperty("spark.test.home", folder.resolve("spark").toString());
    SparkConf conf =
        new SparkConf()
            .setMaster("local-cluster[1,2,1024]")
            .setAppName("crash test")
            .set("spark.ui.enabled", "false")
            .set("spark.task.maxFailures", "32")
            .set("spark.sql.shuffle.partitions", "2")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .set("spark.executor.extraJavaOptions", "-XX:+SuppressFatalErrorMessage");
    catalog.sparkConfiguration(new Configuration()).forEach(conf::set);
    spark = SparkSession.builder().config(conf).getOrCreate();
    warehouse = Warehouse.open(catalog, new Configuration());
  }

  @AfterEach
  void stop() {
    spark.stop();
    warehouse.close();
    System.clearProperty("spark.testing");
    System.clearProperty("spark.test.home");
  }

  @Test
  void videosThatKillTheirExecutorArePutAsideAndAllOthersAreExtracted() throws Exception {
    try (TableWriter writer = TableWriter.open(warehouse.openOrCreate(Tables.VIDEOS))) {
      for (int i = 0; i < VIDEOS; i++) {
        Path file = folder.resolve(i + ".mp4");
        Files.writeString(file, i % 6 == 2 ? "crash" : "frames " + (i + 1));
        Record row = writer.newRow();
        row.setField("id", String.format("v%02d", i));
        row.setField("uri", "file:" + file);
        row.setField("media", "video");
        row.setField("sha256", "sha-of-" + i);
        writer.write(row);
      }
      writer.append(CommitNote.of("test"));
    }
    // Two packs, a crash in each.
    ExtractJob.Options options =
        new ExtractJob.Options(2, 1, false, 0.5, Duration.ofSeconds(30), "graph-1");
    ExtractJob.Result result =
        new ExtractJob(
                () -> spark,
                warehouse,
                options,
                ScriptedExtraction.logging(folder.resolve("log.txt")),
                CommitNote.of("extract"))
            .run();
    assertThat(result.extracted()).isEqualTo(VIDEOS - 2);
    assertThat(ids(Tables.FAILURES, "crash")).containsExactly("v02", "v08");
    assertThat(ids(Tables.LANDMARKS, null)).hasSize(VIDEOS - 2).doesNotHaveDuplicates();
    assertThat(Attempts.of(warehouse.existing(Tables.LANDMARKS), "next").left().paths()).isEmpty();
  }

  private List<String> ids(Tables table, String kind) {
    try (Stream<Record> rows = TableReader.of(warehouse.existing(table)).rows().stream()) {
      return rows.filter(row -> kind == null || kind.equals(row.getField("kind")))
          .map(row -> (String) row.getField("id"))
          .sorted()
          .toList();
    }
  }
}
