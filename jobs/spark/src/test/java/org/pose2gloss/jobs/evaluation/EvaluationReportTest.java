package org.pose2gloss.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pose2gloss.classifier.evaluation.Answer;
import org.pose2gloss.classifier.evaluation.Bootstrap;

/** Groups of examples, and files that can be read however many classes there are. */
class EvaluationReportTest {
  private static final Bootstrap BOOTSTRAP = new Bootstrap(100, 0.95, 1);
  private static final List<String> PICTURES =
      List.of("confusion", "reliability", "accuracy_by_length", "accuracy_by_signer");

  private static Judged judged(String id, String signer, int frames, boolean right) {
    Answer answer = right ? new Answer(0, 0, 0.9f, 0.9f, 1) : new Answer(0, 1, 0.6f, 0.01f, 6);
    return new Judged(id, "test", signer, frames, answer);
  }

  private static List<SplitEvaluation> evaluations(int classes) {
    Random random = new Random(classes);
    List<Judged> judged = new ArrayList<>();
    for (int i = 0; i < 10 * classes; i++) {
      boolean right = random.nextInt(3) > 0;
      int label = i % classes;
      int predicted = right ? label : random.nextInt(classes);
      float probability = 0.3f + 0.7f * random.nextFloat();
      judged.add(
          new Judged(
              "video " + i,
              i % 3 == 0 ? "test" : "train",
              i % 7 == 0 ? null : "signer " + i % 60,
              15 + random.nextInt(100),
              predicted == label
                  ? new Answer(label, label, probability, probability, 1)
                  : new Answer(label, predicted, probability, 1e-3f, 1 + random.nextInt(classes))));
    }
    // Blank names, long ones, and such as would end a script.
    List<String> glosses =
        IntStream.range(0, classes)
            .mapToObj(i -> i == 1 ? "" : i == 2 ? "</script><b>" : "THANK YOU VERY MUCH " + i)
            .toList();
    return SplitEvaluation.of(judged, glosses, BOOTSTRAP);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100, 300, 2000})
  void everyPictureCanBeDrawnAndIsOfAReadableSize(int classes, @TempDir Path folder)
      throws IOException {
    new EvaluationReport(evaluations(classes), Map.of("model_version", "3")).write(folder);

    for (String name : PICTURES) {
      BufferedImage picture = ImageIO.read(folder.resolve("test/" + name + ".png").toFile());
      assertThat(picture.getWidth()).as(name).isBetween(600, 4200);
    }
    String page = Files.readString(folder.resolve("test/confusion.html"));
    assertThat(page).doesNotContain("</script><b>").doesNotContain("http");
    JsonNode json = new JsonMapper().readTree(folder.resolve("evaluation.json").toFile());
    assertThat(json.path("model_version").asText()).isEqualTo("3");
    assertThat(json.at("/splits/test/glosses")).hasSize(classes);
    assertThat(json.at("/splits/train/metrics/train_accuracy").asDouble()).isBetween(0.5, 1.0);
  }

  @Test
  void accuracyBySignerCountsThoseWhoAreNotKnownTogether() {
    List<Group> groups =
        Group.bySigner(
            List.of(
                judged("1", "anna", 20, true),
                judged("2", null, 20, false),
                judged("3", "anna", 20, false),
                judged("4", "anna", 20, true)));

    assertThat(groups).containsExactly(new Group("anna", 3, 2, 2), new Group("(unknown)", 1, 0, 0));
    assertThat(groups.get(0).accuracy()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(Group.bySigner(List.of(judged("1", null, 20, true)))).isEmpty();
  }

  @Test
  void accuracyByLengthHasGroupsOfAboutTheSameSize() {
    List<Judged> judged = new ArrayList<>();
    for (int frames = 1; frames <= 80; frames++) {
      judged.add(judged("video " + frames, null, frames, frames <= 40));
    }

    List<Group> groups = Group.byLength(judged, Group.lengthStarts(judged));

    assertThat(groups).hasSize(8).allMatch(group -> group.examples() == 10);
    assertThat(groups.get(0)).isEqualTo(new Group("1–10", 10, 10, 10));
    assertThat(groups.get(7)).isEqualTo(new Group("from 71", 10, 0, 0));
  }

  @Test
  void lengthsThatAreAllTheSameMakeOneGroup() {
    List<Judged> judged = List.of(judged("1", null, 30, true), judged("2", null, 30, false));

    assertThat(Group.byLength(judged, Group.lengthStarts(judged)))
        .containsExactly(new Group("from 30", 2, 1, 1));
  }
}
