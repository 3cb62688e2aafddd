package org.pose2gloss.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

class LauncherTest {
  private final StringWriter err = new StringWriter();

  @Command(name = "tool")
  static class Tool {
    @Command(name = "fail")
    int fail(@Parameters String how) throws Exception {
      Callable<Integer> failure =
          switch (how) {
            case "user" ->
                throw new RuntimeException(new UserException("The file x is empty; give another."));
            case "usage" -> throw new UsageException("The key y is not set.");
            case "known" -> throw new FileNotFoundException("z is not there.");
            case "disk" ->
                throw new UncheckedIOException(new IOException("No space left on device"));
            case "right" -> throw new AccessDeniedException("/secret");
            case "there" -> throw new FileAlreadyExistsException("/there");
            case "bug" -> throw new IllegalStateException("oops");
            default -> () -> 0;
          };
      return failure.call();
    }
  }

  private int run(String... arguments) {
    return new Launcher(
            new Tool(), List.of(FileNotFoundException.class), new PrintWriter(err, true))
        .run(arguments);
  }

  @Test
  void aUsersMistakeIsOneSentenceAndOne() {
    assertThat(run("fail", "user")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToNormalizingNewlines("fail: The file x is empty; give another.\n");
  }

  @Test
  void aWrongSettingIsTwo() {
    assertThat(run("fail", "usage")).isEqualTo(2);
  }

  @Test
  void exceptionsThatSpeakInSentencesAreToldAsTheyAre() {
    assertThat(run("fail", "known")).isEqualTo(1);
    assertThat(err.toString()).isEqualToNormalizingNewlines("fail: z is not there.\n");
  }

  @Test
  void anUnforeseenFailureIsOneSentenceWithTheStackTraceInAFile() throws Exception {
    assertThat(run("fail", "bug")).isEqualTo(1);
    String said = err.toString().strip();
    assertThat(said.lines()).hasSize(1);
    assertThat(said).contains("IllegalStateException: oops").doesNotContain("at org.pose2gloss");
    Path log = Path.of(said.replaceAll(".* in (\\S+\\.log)\\.$", "$1"));
    assertThat(Files.readString(log)).contains("at org.pose2gloss");
    Files.delete(log);
  }

  @Test
  void whatGoesWrongWithFilesIsASentence() {
    assertThat(run("fail", "disk")).isEqualTo(1);
    assertThat(run("fail", "right")).isEqualTo(1);
    assertThat(run("fail", "there")).isEqualTo(1);
    assertThat(err.toString())
        .contains("The disk is full")
        .contains("/secret may not be read or written by you.")
        .contains("/there cannot be used: FileAlreadyExistsException.");
    assertThat(err.toString().lines()).hasSize(3);
  }

  @Test
  void everyCommandHasHelp() {
    assertThat(run("fail", "--help")).isZero();
    assertThat(run("--help")).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void anUnknownCommandIsTwoAndNamesTheNearest() {
    assertThat(run("fial")).isEqualTo(2);
    assertThat(err.toString()).contains("fail").contains("--help");
  }
}
