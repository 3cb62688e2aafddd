package org.pose2gloss.command;

import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How far long work has come: a bar with the time left on a terminal, plain lines otherwise, always
 * on stderr.
 *
 * <p>Safe to use from several threads.
 */
public final class Progress implements AutoCloseable {
  /**
   * Set by the launcher script where stderr is a terminal: the JVM itself can only ask that of
   * stdin and stdout.
   */
  private static final String TERMINAL = "pose2gloss.terminal";

  private static final long NANOS_BETWEEN_LINES = Duration.ofSeconds(10).toNanos();

  private final String task;
  private final String unit;
  private final long total;
  private final PrintStream out;
  private final ProgressBar bar;
  private final long started = System.nanoTime();
  private long done;
  private long lastLine = started;

  private Progress(String task, String unit, long total, PrintStream out, boolean terminal) {
    this.task = task;
    this.unit = unit;
    this.total = total;
    this.out = out;
    this.bar =
        terminal
            ? new ProgressBarBuilder()
                .setTaskName(task)
                .setUnit(" " + unit, 1)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(500)
                .setConsumer(new ConsoleProgressBarConsumer(out, 100))
                .build()
            : null;
  }

  /**
   * Starts.
   *
   * @param task what is done, a word or two
   * @param unit what is counted, in the plural
   * @param total how many there are
   */
  public static Progress start(String task, String unit, long total) {
    return new Progress(task, unit, total, System.err, Boolean.getBoolean(TERMINAL));
  }

  static Progress start(String task, String unit, long total, PrintStream out) {
    return new Progress(task, unit, total, out, false);
  }

  /** Says how many are done in all. */
  public synchronized void to(long count) {
    done = Math.max(done, count);
    if (bar != null) {
      bar.stepTo(done);
    } else if (System.nanoTime() - lastLine >= NANOS_BETWEEN_LINES) {
      lastLine = System.nanoTime();
      out.println(line());
    }
  }

  /** Says something beside the count, such as a loss. */
  public synchronized void note(String text) {
    if (bar != null) {
      bar.setExtraMessage(" " + text);
    } else {
      out.println(line() + ", " + text);
      lastLine = System.nanoTime();
    }
  }

  private String line() {
    long elapsed = System.nanoTime() - started;
    String left =
        done == 0 || done >= total
            ? ""
            : ", " + spoken(Duration.ofNanos(elapsed / done * (total - done))) + " left";
    return String.format("%s: %,d of %,d %s%s", task, done, total, unit, left);
  }

  /** A duration as people write it: {@code 42 s}, {@code 3 min 05 s}, {@code 2 h 07 min}. */
  public static String spoken(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return String.format("%d min %02d s", seconds / 60, seconds % 60);
    }
    return String.format("%d h %02d min", seconds / 3600, seconds % 3600 / 60);
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
    } else {
      out.println(line() + " in " + spoken(Duration.ofNanos(System.nanoTime() - started)));
    }
  }
}
