package org.pose2gloss.command;

import java.util.Optional;

/**
 * Ends a command whose pipeline has died, so that no step goes on beside the one that is started in
 * its place.
 */
public final class ParentWatch {
  /** Environment variable with the process id of the pipeline. */
  public static final String VARIABLE = "POSE2GLOSS_ENDS_WITH";

  private static final long PAUSE_MILLIS = 1000;

  /** As a shell reports a process that was told to end (128 + SIGTERM). */
  static final int EXIT_CODE = 143;

  private ParentWatch() {}

  /** Watches, if the environment names a process. */
  static void start() {
    Optional.ofNullable(System.getenv(VARIABLE))
        .filter(text -> text.matches("[0-9]{1,18}"))
        .ifPresent(
            text -> {
              Thread thread = new Thread(() -> watch(Long.parseLong(text)), "parent-watch");
              thread.setDaemon(true);
              thread.start();
            });
  }

  private static void watch(long pid) {
    try {
      while (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()) {
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    System.err.println("The pipeline that started this step has died; the step ends with it.");
    System.exit(EXIT_CODE);
  }
}
