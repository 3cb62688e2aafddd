package org.pose2gloss.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the examples for schedulers start is a command with options that there are. */
class SchedulerExamplesTest {
  private static final Path ROOT = Path.of(System.getProperty("pose2gloss.root"));
  private static final Pattern TYPED =
      Pattern.compile(
          "^(?:[^#].*[ =])?/opt/pose2gloss/bin/pose2gloss ([^>\\n]*)", Pattern.MULTILINE);

  @ParameterizedTest
  @ValueSource(strings = {"crontab", "pose2gloss-trigger.service"})
  void theLineIsACommandWithOptionsThatThereAre(String file) throws IOException {
    Matcher typed = TYPED.matcher(text(file));

    assertThat(typed.find()).isTrue();
    starts(List.of(typed.group(1).strip().split(" ")));
  }

  @Test
  void theManifestIsACommandWithOptionsThatThereAre() throws IOException {
    Matcher args = Pattern.compile("args: \\[(.*)]").matcher(text("cronjob.yaml"));

    assertThat(args.find()).isTrue();
    starts(List.of(args.group(1).replace("\"", "").split(", ")));
  }

  @Test
  void anOptionThatIsNotThereWouldBeNoticed() {
    assertThatThrownBy(() -> parse(List.of("trigger", "check", "--every", "5")))
        .isInstanceOf(CommandLine.UnmatchedArgumentException.class);
  }

  private static void starts(List<String> words) {
    assertThatCode(() -> parse(words)).doesNotThrowAnyException();
    String conf = words.get(words.indexOf("--conf") + 1);
    assertThat(ROOT.resolve(conf.replace("/opt/pose2gloss/", ""))).isRegularFile();
  }

  private static void parse(List<String> words) {
    assertThat(words.get(0)).isEqualTo("trigger");
    new CommandLine(new TriggerCommand())
        .parseArgs(words.subList(1, words.size()).toArray(String[]::new));
  }

  private static String text(String file) throws IOException {
    return Files.readString(ROOT.resolve("pipelines/schedulers").resolve(file));
  }
}
