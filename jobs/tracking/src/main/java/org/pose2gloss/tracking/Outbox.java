package org.pose2gloss.tracking;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A folder of what servers have not taken yet, a lane for each run and process.
 *
 * @param folder made when it is first needed
 * @param mostBytes what it may take of the disk; beyond that, points of metrics are dropped and
 *     counted, and artifacts go to the server at once or not at all
 * @param lastTry how long the end of a run waits for what is still in it
 */
public record Outbox(Path folder, long mostBytes, Duration lastTry) {
  static final String TOO_SHORT = "The time was too short.";

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  /**
   * Records of one run that wait.
   *
   * @param folder where
   * @param run of which run
   * @param bytes how much
   * @param since when the first was written
   * @param inUse whether a process is at work on them
   */
  public record Waiting(Path folder, RunReference run, long bytes, Instant since, boolean inUse) {}

  /**
   * What came of a delivery.
   *
   * @param delivered runs whose records are all at the server now
   * @param left runs of which some still wait
   * @param problem why; empty if none is left
   */
  public record Flushed(int delivered, int left, String problem) {}

  public Outbox {
    if (mostBytes < 0) {
      throw new IllegalArgumentException("mostBytes must not be negative, but is " + mostBytes);
    }
    if (lastTry.isNegative()) {
      throw new IllegalArgumentException("lastTry must not be negative, but is " + lastTry);
    }
  }

  /** A new lane for the records of a run. */
  Lane lane(RunReference run) throws IOException {
    String name =
        NAME.format(Instant.now())
            + "-"
            + run.runId()
            + "-"
            + UUID.randomUUID().toString().substring(0, 8);
    return Lane.make(folder.resolve(name), run);
  }

  /** Bytes in all lanes, as their files tell. */
  long bytes() throws IOException {
    long bytes = 0;
    for (Path lane : lanes()) {
      bytes += bytes(lane);
    }
    return bytes;
  }

  /** What waits, oldest first. */
  public List<Waiting> waiting() {
    try {
      List<Waiting> waiting = new ArrayList<>();
      for (Path lane : lanes()) {
        waiting(lane).ifPresent(waiting::add);
      }
      return waiting;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Empty if its process has delivered it since it was listed. */
  private static Optional<Waiting> waiting(Path lane) throws IOException {
    Optional<RunReference> run = Lane.runOf(lane);
    if (run.isEmpty()) {
      return Optional.empty();
    }
    try {
      Instant since = Files.getLastModifiedTime(lane.resolve(Lane.RUN)).toInstant();
      Optional<Lane> taken = Lane.take(lane);
      taken.ifPresent(Lane::close);
      return Optional.of(new Waiting(lane, run.get(), bytes(lane), since, taken.isEmpty()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Files of records that a server did not take and never will, each line with its reason. */
  public List<Path> refused() {
    try {
      return children(name -> name.endsWith("." + Lane.REFUSED));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Delivers what other processes have left, run by run, oldest first, and ends the runs that dead
   * ones have left open.
   *
   * @param only of which servers
   * @param options how to speak with them
   * @param patience how long to try for each run; a server's other runs are not tried after one
   *     that it has not taken in this time
   */
  public Flushed flush(Predicate<URI> only, TrackingOptions options, Duration patience)
      throws InterruptedException {
    int delivered = 0;
    int left = 0;
    String problem = "";
    Map<String, MlflowApi> servers = new HashMap<>();
    Set<String> away = new HashSet<>();
    try {
      for (Path folderOfLane : lanes()) {
        Optional<RunReference> run = Lane.runOf(folderOfLane);
        if (run.isEmpty() || !only.test(URI.create(run.get().server()))) {
          continue;
        }
        if (away.contains(run.get().server())) {
          left++;
          continue;
        }
        Optional<Lane> taken = Lane.take(folderOfLane);
        if (taken.isEmpty()) {
          continue;
        }
        MlflowApi api = servers.computeIfAbsent(run.get().server(), api(options));
        String reason = deliver(taken.get(), api, patience);
        if (reason.isEmpty()) {
          delivered++;
        } else {
          left++;
          problem = reason;
          away.add(run.get().server());
        }
      }
      for (Path folderOfMark : children(RunMark::isMark)) {
        Optional<RunMark> mark = RunMark.take(folderOfMark);
        if (mark.isPresent()) {
          String server = mark.get().run().server();
          String reason =
              only.test(URI.create(server)) && !away.contains(server)
                  ? end(mark.get(), servers.computeIfAbsent(server, api(options)))
                  : leave(mark.get());
          if (!reason.isEmpty()) {
            left++;
            problem = reason;
            away.add(server);
          }
        }
      }
    } catch (IOException e) {
      throw failure(e);
    } finally {
      servers.values().forEach(MlflowApi::close);
    }
    return new Flushed(delivered, left, problem);
  }

  private static Function<String, MlflowApi> api(TrackingOptions options) {
    return server -> new MlflowApi(URI.create(server), options);
  }

  /** Empty if the marked run has ended, else why not. */
  private static String end(RunMark mark, MlflowApi api) throws IOException {
    try (mark) {
      mark.endRun(api.once());
      mark.remove();
      return "";
    } catch (TrackingException e) {
      return e.getMessage();
    }
  }

  private static String leave(RunMark mark) throws IOException {
    mark.close();
    return "";
  }

  /** Empty if everything was delivered, else why not. */
  private static String deliver(Lane lane, MlflowApi api, Duration patience)
      throws IOException, InterruptedException {
    String reason;
    try (lane) {
      boolean done;
      try (Courier courier = new Courier(lane, api.once(), /* doubtful= */ true)) {
        done = lane.awaitDelivery(patience.toNanos());
        reason = courier.problem();
      }
      if (done) {
        lane.remove();
        return "";
      }
    }
    return reason.isEmpty() ? TOO_SHORT : reason;
  }

  private List<Path> lanes() throws IOException {
    return children(name -> !name.endsWith("." + Lane.REFUSED) && !RunMark.isMark(name));
  }

  private List<Path> children(Predicate<String> named) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(child -> named.test(child.getFileName().toString())).sorted().toList();
    }
  }

  /** What its process, which may be at work, delivers meanwhile counts nothing. */
  private static long bytes(Path lane) throws IOException {
    if (!Files.exists(lane.resolve(Lane.RECORDS))) {
      return 0;
    }
    long bytes = size(lane.resolve(Lane.RECORDS)) - Lane.deliveredOf(lane);
    try (Stream<Path> files = Files.list(lane.resolve(Lane.FILES))) {
      for (Path file : files.toList()) {
        bytes += size(file);
      }
    } catch (NoSuchFileException e) {
      // The whole lane is gone.
    }
    return Math.max(0, bytes);
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  TrackingException failure(IOException cause) {
    return new TrackingException(
        "The outbox %s cannot be used (%s: %s): tracking.outbox names a folder to write to."
            .formatted(folder, cause.getClass().getSimpleName(), cause.getMessage()),
        cause);
  }
}
