package org.pose2gloss.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.classifier.ClassifierException;

class ModelStorageTest {
  @TempDir private Path folder;

  /** A storage that is known by its address only, as S3 or HDFS are. */
  static final class Storage extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("storage:///");
    }
  }

  private static Configuration configuration() {
    Configuration configuration = new Configuration(false);
    configuration.setClass("fs.storage.impl", Storage.class, RawLocalFileSystem.class);
    return configuration;
  }

  private Path model() throws IOException {
    Path model = Files.createDirectories(folder.resolve("local/model"));
    Files.createDirectories(model.resolve("variables"));
    Files.writeString(model.resolve("saved_model.pb"), "graph");
    Files.writeString(model.resolve("variables/variables.index"), "index");
    return model;
  }

  @Test
  void aPathOrAnAddressOfThisMachineIsTrainedInItself() throws IOException {
    Path expected = folder.resolve("models");
    for (String directory :
        new String[] {folder + "/models", folder.resolve("models").toUri().toString()}) {
      ModelStorage storage = ModelStorage.of(directory, new Configuration(false));
      assertThat(storage.local()).isEqualTo(expected);
      assertThat(storage.publish(model(), "run-1")).isEqualTo(folder.resolve("local/model").toString());
    }
  }

  @Test
  void aWholeModelIsCopiedToSharedStorageInPlaceOfAnOlderOne() throws IOException {
    Path old = Files.createDirectories(folder.resolve("shared/run-1/model"));
    Files.writeString(old.resolve("left-over"), "of the older one");
    ModelStorage storage =
        ModelStorage.of("storage:" + folder + "/shared", configuration());
    assertThat(storage.local().toString()).doesNotContain(folder.toString());
    assertThat(storage.publish(model(), "run-1")).isEqualTo("storage:" + folder + "/shared/run-1/model");
    assertThat(old.resolve("saved_model.pb")).hasContent("graph");
    assertThat(old.resolve("variables/variables.index")).hasContent("index");
    assertThat(old.resolve("left-over")).doesNotExist();
  }

  @Test
  void storageThatIsNotThereIsToldWithThePlaceWhereTheModelIs() throws IOException {
    Path model = model();
    ModelStorage storage =
        ModelStorage.of("nowhere://bucket/models", new Configuration(false));
    assertThatThrownBy(() -> storage.publish(model, "run-1"))
        .isInstanceOf(ClassifierException.class)
        .hasMessageContaining("could not be copied to nowhere://bucket/models/run-1/model")
        .hasMessageContaining("it is in " + model);
  }
}
