package org.pose2gloss.jobs;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.util.SerializableConfiguration;
import org.pose2gloss.features.LandmarkSequence;

/**
 * Extraction in a process of its own, for videos over which or beside which a process has died: if
 * one kills the process again, and once more alone, it is known to be that video, and nothing else
 * is lost with it.
 *
 * <p>The process takes one video after the other and ends with this object, or when its parent
 * dies. It needs the memory of one more task.
 */
final class IsolatedExtraction implements Extraction {
  private static final int TRIES = 2;
  private static final int SIGNAL_BASE = 128;
  private static final int SECONDS_TO_END = 10;
  private static final String HEAP = "-Xmx1g";

  /**
   * System properties that hold for the other process too: JavaCPP's, ours, and those of the log.
   */
  private static final List<String> SETTINGS = List.of("org.bytedeco.", "pose2gloss.", "log4j2.");

  private final Maker maker;
  private final SerializableConfiguration configuration;
  private final Duration limit;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private Process process;
  private ObjectOutputStream requests;
  private DataInputStream answers;

  /**
   * Starts nothing yet.
   *
   * @param limit time after which a video counts as one that hangs; above the extractor's own
   */
  IsolatedExtraction(Maker maker, SerializableConfiguration configuration, Duration limit) {
    this.maker = maker;
    this.configuration = configuration;
    this.limit = limit;
  }

  /**
   * The landmarks.
   *
   * @throws CrashException if the process died over this video twice, or did not come to an end
   */
  @Override
  public LandmarkSequence of(VideoWork video) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        start();
        return ask(video);
      } catch (DiedException e) {
        if (attempt == TRIES) {
          throw new CrashException(
              String.format(
                  "The video %s crashed the decoder or a model twice when it was tried alone (%s).",
                  video.name(), e.getMessage()));
        }
      }
    }
  }

  /** The process is gone. */
  private static final class DiedException extends IOException {
    private static final long serialVersionUID = 1L;

    DiedException(String how) {
      super(how);
    }
  }

  private LandmarkSequence ask(VideoWork video) throws IOException {
    AtomicBoolean hangs = new AtomicBoolean();
    Process asked = process;
    ScheduledFuture<?> end =
        clock.schedule(
            () -> {
              hangs.set(true);
              asked.destroyForcibly();
            },
            limit.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      requests.writeObject(video);
      requests.flush();
      return IsolatedProcess.readAnswer(answers);
    } catch (IsolatedProcess.AnsweredException e) {
      throw e.failure();
    } catch (IOException e) {
      String how = death();
      if (hangs.get()) {
        throw new CrashException(
            String.format(
                "The video %s hung in the decoder or a model for %d s when it was tried alone.",
                video.name(), limit.toSeconds()));
      }
      throw new DiedException(how);
    } finally {
      end.cancel(false);
    }
  }

  /** How the process ended, which a broken answer has told of. */
  private String death() {
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        return "the process gave no answer that can be read";
      }
      int status = process.exitValue();
      return status > SIGNAL_BASE
          ? "the process was ended by signal " + (status - SIGNAL_BASE)
          : "the process ended with status " + status;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    } finally {
      stop();
    }
  }

  private void start() throws IOException {
    if (process != null && process.isAlive()) {
      return;
    }
    stop();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(HEAP);
    // The process that died first has left a report; the signal is all that is wanted of this one.
    command.add("-XX:+SuppressFatalErrorMessage");
    for (String name : System.getProperties().stringPropertyNames()) {
      if (SETTINGS.stream().anyMatch(name::startsWith)) {
        command.add("-D" + name + "=" + System.getProperty(name));
      }
    }
    command.add(IsolatedProcess.class.getName());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("CLASSPATH", classPath());
    process = builder.start();
    requests = new ObjectOutputStream(new BufferedOutputStream(process.getOutputStream()));
    answers = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
    requests.writeObject(maker);
    requests.writeObject(configuration);
    requests.flush();
  }

  /** This process's classes, and those that Spark has sent to it. */
  private static String classPath() {
    Set<String> places = new LinkedHashSet<>();
    for (ClassLoader loader = Thread.currentThread().getContextClassLoader();
        loader != null;
        loader = loader.getParent()) {
      if (loader instanceof URLClassLoader sent) {
        for (URL url : sent.getURLs()) {
          if (url.getProtocol().equals("file")) {
            places.add(new File(url.getPath()).getPath());
          }
        }
      }
    }
    places.add(System.getProperty("java.class.path"));
    return String.join(File.pathSeparator, places);
  }

  private void stop() {
    if (process != null) {
      process.destroyForcibly();
      process = null;
    }
  }

  @Override
  public void close() {
    stop();
    clock.shutdownNow();
  }
}
