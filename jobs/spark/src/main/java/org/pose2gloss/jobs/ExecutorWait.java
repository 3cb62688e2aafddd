package org.pose2gloss.jobs;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.pose2gloss.command.Progress;
import org.pose2gloss.command.UserException;

/**
 * Runs a Spark job of one task and tells while it waits for an executor, which Spark itself does in
 * silence and for ever.
 */
final class ExecutorWait {
  /** Before this there is nothing to tell: an executor takes some seconds to start. */
  private static final Duration FIRST_WORD = Duration.ofSeconds(15);

  private static final Duration BETWEEN_WORDS = Duration.ofMinutes(1);

  /**
   * Who waits, in a sentence's first words, and the key of the configuration that says how long.
   */
  private record Who(String words, String key) {}

  private static final Who TRAINING = new Who("The training", "training.wait-for-device");
  private static final Who STEP = new Who("The step", "spark.wait-for-executor");

  private final Who who;
  private final SparkContext spark;
  private final String whatFor;
  private final Duration limit;
  private final Consumer<String> tell;
  private final String group = "wait-" + UUID.randomUUID();
  private final Duration firstWord;
  private Duration nextWord;
  private long waitingSince;
  private boolean running;
  private boolean seen;
  private boolean expired;

  /**
   * A training's wait.
   *
   * @param whatFor what the task needs and where it may be wanting, in words that follow "waiting
   *     for"
   * @param limit longest wait
   * @param tell takes a sentence now and then
   */
  ExecutorWait(SparkContext spark, String whatFor, Duration limit, Consumer<String> tell) {
    this(spark, whatFor, limit, FIRST_WORD, tell);
  }

  ExecutorWait(
      SparkContext spark,
      String whatFor,
      Duration limit,
      Duration firstWord,
      Consumer<String> tell) {
    this(TRAINING, spark, whatFor, limit, firstWord, tell);
  }

  private ExecutorWait(
      Who who,
      SparkContext spark,
      String whatFor,
      Duration limit,
      Duration firstWord,
      Consumer<String> tell) {
    this.who = who;
    this.spark = spark;
    this.whatFor = whatFor;
    this.limit = limit;
    this.firstWord = firstWord;
    this.nextWord = firstWord;
    this.tell = tell;
  }

  /** The same of any other step, before its first task. */
  static ExecutorWait ofStep(
      SparkContext spark, String whatFor, Duration limit, Consumer<String> tell) {
    return new ExecutorWait(STEP, spark, whatFor, limit, FIRST_WORD, tell);
  }

  /**
   * Runs a job.
   *
   * @param job one task's work; started and waited for in the calling thread
   * @throws UserException if no executor came in time, or none came again after one was lost, or
   *     Spark gave up before there was one
   */
  <T> T run(Callable<T> job) throws Exception {
    SparkListener listener = listener();
    ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    begin();
    ScheduledFuture<?> looking = watch.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    try {
      // These fail too where Spark has given up already.
      spark.addSparkListener(listener);
      if (hasExecutor()) {
        see();
      }
      spark.setJobGroup(group, spark.appName(), true);
      return job.call();
    } catch (UserException | InterruptedException e) {
      throw e;
    } catch (Exception e) {
      if (hasExpired()) {
        throw new UserException(
            String.format(
                "%s has waited for %s (%s) for %s.",
                who.words(), Progress.spoken(limit), who.key(), whatFor),
            e);
      }
      // Listeners hear late of what came just before the end.
      if (!spark.isLocal() && !hasSeen() && !hasExecutor()) {
        throw new UserException(
            String.format(
                "The cluster at %s gave no executor (%s): check that address (spark.master), and"
                    + " that its workers are up with enough free cores and memory.",
                spark.master(), SparkSessions.reason(e)),
            e);
      }
      throw e;
    } finally {
      looking.cancel(false);
      watch.shutdown();
      spark.clearJobGroup();
      spark.removeSparkListener(listener);
    }
  }

  private SparkListener listener() {
    return new SparkListener() {
      @Override
      public void onExecutorAdded(SparkListenerExecutorAdded added) {
        see();
      }

      @Override
      public void onTaskStart(SparkListenerTaskStart start) {
        see();
        end();
      }

      @Override
      public void onTaskEnd(SparkListenerTaskEnd end) {
        if (!Success$.MODULE$.equals(end.reason())) {
          begin();
        }
      }
    };
  }

  private synchronized void begin() {
    running = false;
    waitingSince = System.nanoTime();
    nextWord = firstWord;
  }

  private synchronized void end() {
    running = true;
  }

  private synchronized void see() {
    seen = true;
  }

  /** Whether there is an executor now; the driver is in Spark's list too. */
  private boolean hasExecutor() {
    return !spark.isStopped() && spark.getExecutorMemoryStatus().size() > 1;
  }

  /** Whether there has been an executor; until then nothing is wrong with one. */
  private synchronized boolean hasSeen() {
    return seen;
  }

  private synchronized boolean hasExpired() {
    return expired;
  }

  private synchronized void look() {
    if (running || expired) {
      return;
    }
    Duration waited = Duration.ofNanos(System.nanoTime() - waitingSince);
    if (waited.compareTo(limit) >= 0) {
      expired = true;
      spark.cancelJobGroup(group);
    } else if (waited.compareTo(nextWord) >= 0) {
      nextWord = waited.plus(BETWEEN_WORDS);
      tell.accept(
          String.format("still waiting after %s for %s.", Progress.spoken(waited), whatFor));
    }
  }
}
