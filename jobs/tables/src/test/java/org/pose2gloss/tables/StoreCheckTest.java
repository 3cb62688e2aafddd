package org.pose2gloss.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.tables.StoreCheck.Use;

/** What is wrong with a store is told in seconds and in a sentence: asked of a real S3 server. */
class StoreCheckTest {
  private static final String KEY = "catalog.warehouse";
  private static final String WAREHOUSE = "s3a://bucket/warehouse";

  @TempDir private static Path folder;
  private static S3Server server;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    server = new S3Server(folder, false);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Configuration right() {
    return server.configuration(S3Server.KEY, S3Server.SECRET);
  }

  @Test
  void findsNothingWrongAndLeavesNothingBehind() throws IOException {
    StoreCheck.check(KEY, WAREHOUSE, right(), Use.READ);
    StoreCheck.check(KEY, WAREHOUSE, right(), Use.WRITE);
    try (Stream<Path> files = Files.walk(folder.resolve("store"))) {
      assertThat(files.filter(Files::isRegularFile).map(Path::toString))
          .noneMatch(name -> name.contains("write-check"));
    }
  }

  @Test
  void tellsThatTheBucketDoesNotExist() {
    assertThatThrownBy(() -> StoreCheck.check(KEY, "s3a://other/warehouse", right(), Use.WRITE))
        .isInstanceOf(TableException.class)
        .hasMessageStartingWith(
            "The bucket of catalog.warehouse = s3a://other/warehouse does not exist")
        .hasMessageContaining(server.endpoint());
  }

  @Test
  void tellsThatCredentialsAreWrongAndDoesNotTellThem() {
    Configuration wrong = server.configuration(S3Server.KEY, "wrong-secret");
    assertThatThrownBy(() -> StoreCheck.check(KEY, WAREHOUSE, wrong, Use.READ))
        .hasMessageContaining("does not accept the credentials")
        .message()
        .doesNotContain("wrong-secret");
    Configuration unknown = server.configuration("AKOTHER", S3Server.SECRET);
    assertThatThrownBy(() -> StoreCheck.check(KEY, WAREHOUSE, unknown, Use.READ))
        .hasMessageContaining("credentials");
  }

  @Test
  void tellsThatNobodyAnswersWithoutS3asPatience() throws IOException {
    int nobody;
    try (ServerSocket free = new ServerSocket(0)) {
      nobody = free.getLocalPort();
    }
    Configuration away = S3Server.configuration("http://127.0.0.1:" + nobody);
    away.set("fs.s3a.access.key", S3Server.KEY);
    away.set("fs.s3a.secret.key", S3Server.SECRET);
    long started = System.nanoTime();
    assertThatThrownBy(() -> StoreCheck.check(KEY, WAREHOUSE, away, Use.WRITE))
        .hasMessageContaining("cannot be reached at http://127.0.0.1:" + nobody);
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(40));
  }

  @Test
  void tellsThoseWhoWriteThatTheStoreIsReadOnly() throws Exception {
    try (S3Server readOnly = new S3Server(folder, true)) {
      Configuration configuration = readOnly.configuration(S3Server.KEY, S3Server.SECRET);
      StoreCheck.check(KEY, WAREHOUSE, configuration, Use.READ);
      assertThatThrownBy(() -> StoreCheck.check(KEY, WAREHOUSE, configuration, Use.WRITE))
          .isInstanceOf(TableException.class)
          .hasMessageContaining(KEY);
    }
  }

  @Test
  void doesNotLookAtPathsOfThisMachine() {
    assertThatCode(() -> StoreCheck.check(KEY, "/none/at/all", new Configuration(false), Use.WRITE))
        .doesNotThrowAnyException();
  }

  @Test
  void tellsThatNoLibraryKnowsTheScheme() {
    assertThatThrownBy(
            () -> StoreCheck.check(KEY, "gs://bucket/warehouse", new Configuration(), Use.READ))
        .hasMessageStartingWith("Nothing here knows addresses such as catalog.warehouse = gs://");
  }
}
