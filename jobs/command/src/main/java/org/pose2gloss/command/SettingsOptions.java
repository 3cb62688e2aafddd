package org.pose2gloss.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options by which every command takes its configuration. */
public final class SettingsOptions {
  @Option(
      names = "--conf",
      paramLabel = "FILE",
      description =
          "HOCON file that overrides conf/reference.conf; may be given again, the last wins.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides one key, after all files; may be given again.")
  private List<String> assignments = new ArrayList<>();

  /**
   * Reads and checks the configuration.
   *
   * @throws UsageException if it is not as conf/reference.conf says
   */
  public Settings load() {
    return Settings.load(files, assignments);
  }

  /** The files, in the order in which they were given. */
  public List<Path> files() {
    return List.copyOf(files);
  }

  /** The assignments {@code key=value}, in the order in which they were given. */
  public List<String> assignments() {
    return List.copyOf(assignments);
  }

  /** These options, given after others. */
  SettingsOptions after(SettingsOptions earlier) {
    SettingsOptions all = new SettingsOptions();
    all.files.addAll(earlier.files);
    all.files.addAll(files);
    all.assignments.addAll(earlier.assignments);
    all.assignments.addAll(assignments);
    return all;
  }
}
