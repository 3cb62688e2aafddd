package org.pose2gloss.pipelines.pipeline;

import static org.pose2gloss.pipelines.pipeline.StepKind.Program.JOBS;
import static org.pose2gloss.pipelines.pipeline.StepKind.Program.PIPELINES;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pose2gloss.tables.Tables;

/**
 * What a step of a pipeline can be: one command of pose2gloss, what it depends on and what it
 * leaves behind.
 */
@SuppressWarnings("ImmutableEnumChecker") // The lists are immutable, only not marked.
public enum StepKind {
  /** Always runs: what lies in the sources is known to nobody before they are listed. */
  INGEST(PIPELINES, "ingest", List.of("ingest"), List.of(), Output.NOTHING),
  /** Brings what is new only. */
  EXTRACT(JOBS, "extract", List.of("landmarks", "extract"), List.of(Tables.VIDEOS), Output.TABLE),
  /** Describes the landmarks. */
  STATISTICS(PIPELINES, "statistics", List.of("statistics"), List.of(Tables.LANDMARKS), Output.RUN),
  /** Chooses the samples of a preparation. */
  SPLIT(
      JOBS,
      "split",
      List.of("preparation"),
      List.of(Tables.LANDMARKS, Tables.VIDEOS),
      Output.PREPARATION),
  /** Copies and changes them. */
  AUGMENT(
      JOBS,
      "augment",
      List.of("preparation"),
      List.of(Tables.SAMPLES, Tables.LANDMARKS),
      Output.PREPARATION),
  /** Encodes them. */
  TRANSFORM(
      JOBS,
      "transform",
      List.of("preparation"),
      List.of(Tables.SAMPLES, Tables.AUGMENTED),
      Output.PREPARATION),
  /** Trains and registers a version. */
  TRAIN(
      JOBS,
      "train",
      List.of("preparation", "network", "training", "model"),
      List.of(Tables.EXAMPLES),
      Output.MODEL),
  /** Evaluates the version that the pipeline has trained. */
  EVALUATE(JOBS, "evaluate", List.of("evaluate", "model"), List.of(Tables.EXAMPLES), Output.RUN),
  /** Evaluates the version that is served on the same examples, so that promote can compare. */
  COMPARE(JOBS, "evaluate", List.of(), List.of(), Output.NOTHING),
  /** Always runs: what is served may have changed since. */
  PROMOTE(JOBS, "promote", List.of("promote", "model"), List.of(), Output.NOTHING);

  /** The two programs that have the commands. */
  public enum Program {
    /** Module jobs/spark. */
    JOBS("org.pose2gloss.jobs.Main"),
    /** Module pipelines. */
    PIPELINES("org.pose2gloss.pipelines.Main");

    private final String mainClass;

    Program(String mainClass) {
      this.mainClass = mainClass;
    }

    /** The class to start. */
    String mainClass() {
      return mainClass;
    }
  }

  /** By what a step's result stays usable. */
  enum Output {
    /** Nothing that could be used again. */
    NOTHING,
    /** What is on its run. */
    RUN,
    /** The newest version of a table. */
    TABLE,
    /** The rows of a preparation in a table. */
    PREPARATION,
    /** A registered version. */
    MODEL
  }

  private final Program program;
  private final String command;
  private final List<String> sections;
  private final List<Tables> reads;
  private final Output output;

  StepKind(
      Program program, String command, List<String> sections, List<Tables> reads, Output output) {
    this.program = program;
    this.command = command;
    this.sections = sections;
    this.reads = reads;
    this.output = output;
  }

  /** Which program has the command. */
  Program program() {
    return program;
  }

  /** The command that is started. */
  String command() {
    return command;
  }

  /** Sections of the configuration that what comes out depends on. */
  List<String> sections() {
    return sections;
  }

  /** Tables that it reads. */
  List<Tables> reads() {
    return reads;
  }

  /** What it leaves behind. */
  Output output() {
    return output;
  }

  /** The table by which one sees whether its output is still there. */
  Tables table() {
    return switch (this) {
      case EXTRACT -> Tables.LANDMARKS;
      case SPLIT -> Tables.SAMPLES;
      case AUGMENT -> Tables.AUGMENTED;
      case TRANSFORM -> Tables.EXAMPLES;
      default -> throw new IllegalStateException(word() + " leaves no table.");
    };
  }

  /** The word for it in a configuration. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of a word. */
  static Optional<StepKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }

  /** Every word. */
  static List<String> words() {
    return Arrays.stream(values()).map(StepKind::word).toList();
  }
}
