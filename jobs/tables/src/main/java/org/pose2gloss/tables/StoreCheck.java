package org.pose2gloss.tables;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Finds out in seconds whether files can be read and kept at an address of shared storage, so that
 * a wrong bucket or wrong credentials are told before work begins and not at its first commit.
 *
 * <p>S3A's own patience, many minutes for a store that does not answer, is right for work under way
 * and stays as it is there.
 */
public final class StoreCheck {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final Map<String, String> IMPATIENT =
      Map.of(
          "fs.s3a.attempts.maximum", "2",
          "fs.s3a.retry.limit", "2",
          "fs.s3a.retry.throttle.limit", "3",
          "fs.s3a.connection.establish.timeout", "5000",
          "fs.s3a.connection.timeout", "10000",
          "ipc.client.connect.max.retries", "1",
          "ipc.client.connect.max.retries.on.timeouts", "1");

  private StoreCheck() {}

  /** What will be done there. */
  public enum Use {
    READ,
    WRITE
  }

  /**
   * Lists what is at an address and, for those who write, makes and deletes an empty file there.
   * Paths of this machine are not looked at: what is wrong with them tells itself at once.
   *
   * @param key of the configuration that the address comes from
   * @throws TableException in a sentence, if that cannot be done
   */
  public static void check(String key, String address, Configuration configuration, Use use) {
    Path path;
    try {
      path = new Path(address);
    } catch (IllegalArgumentException e) {
      throw new TableException(
          String.format("%s is no address: '%s' (%s).", key, address, e.getMessage()), e);
    }
    String scheme = path.toUri().getScheme();
    if (scheme == null || scheme.equals("file")) {
      return;
    }
    Configuration impatient = new Configuration(configuration);
    IMPATIENT.forEach(impatient::set);
    CompletableFuture<Void> asked = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                ask(path, impatient, use);
                asked.complete(null);
              } catch (IOException | RuntimeException | LinkageError e) {
                asked.completeExceptionally(e);
              }
            },
            "store-check");
    thread.setDaemon(true);
    thread.start();
    try {
      asked.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new TableException(sentence(key, address, configuration, e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      throw new TableException(
          String.format(
              "The store of %s = %s%s has not answered for %d s: check its address and the network.",
              key, address, at(configuration, address), LONGEST.toSeconds()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TableException("Interrupted while asking for " + address + ".", e);
    } finally {
      thread.interrupt();
    }
  }

  private static void ask(Path path, Configuration configuration, Use use) throws IOException {
    // Not the one that others share: it would go on being as impatient.
    try (FileSystem system = FileSystem.newInstance(path.toUri(), configuration)) {
      try {
        // One request that is answered with a reason; a question for a single file is not.
        system.listStatusIterator(path).hasNext();
      } catch (FileNotFoundException e) {
        if (isAboutBucket(e)) {
          throw e;
        }
        // A folder that nobody has written into yet.
      }
      if (use == Use.WRITE) {
        Path file = new Path(path, ".pose2gloss-write-check-" + UUID.randomUUID());
        system.create(file, false).close();
        system.delete(file, false);
      }
    }
  }

  private static boolean isAboutBucket(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains("NoSuchBucket") || message.contains("Bucket does not exist");
  }

  private static String sentence(
      String key, String address, Configuration configuration, Throwable failure) {
    String what = String.format("%s = %s", key, address);
    String at = at(configuration, address);
    String all = all(failure);
    if (all.contains("NoSuchBucket")
        || all.contains("Bucket does not exist")
        || all.contains("UnknownStoreException")) {
      return String.format(
          "The bucket of %s does not exist%s: make it, or correct %s.", what, at, key);
    }
    if (all.contains("NoAuthWithAWSException") || all.contains("NoAwsCredentials")) {
      return String.format(
          "No credentials were found for %s: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY where"
              + " the command is started, or give the machine a role.",
          what);
    }
    if (all.contains("InvalidAccessKeyId")
        || all.contains("SignatureDoesNotMatch")
        || all.contains("ExpiredToken")
        || all.contains("InvalidToken")) {
      return String.format(
          "The store%s does not accept the credentials that were found for %s: check"
              + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the machine's role.",
          at, what);
    }
    if (isDenied(failure)) {
      return String.format(
          "The store%s does not allow it to read and write at %s (%s): give these credentials the"
              + " right to list, get, put and delete there.",
          at, what, shortly(failure));
    }
    if (all.contains("No FileSystem for scheme") || all.contains("ClassNotFoundException")) {
      return String.format(
          "Nothing here knows addresses such as %s (%s): use s3a://, hdfs:// or a path, or add the"
              + " library of that storage to the class path.",
          what, shortly(failure));
    }
    return String.format(
        "%s cannot be reached%s (%s): check the address, the bucket's name, and the settings of its"
            + " file system, such as fs.s3a.endpoint.",
        what, at, shortly(failure));
  }

  private static boolean isDenied(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (cause instanceof AccessDeniedException
          || cause instanceof org.apache.hadoop.security.AccessControlException
          || message.contains("Status Code: 403")) {
        return true;
      }
    }
    return false;
  }

  private static String at(Configuration configuration, String address) {
    String endpoint = configuration.getTrimmed("fs.s3a.endpoint", "");
    return address.startsWith("s3a:") && !endpoint.isEmpty() ? " at " + endpoint : "";
  }

  private static String all(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      text.append(cause).append('\n');
    }
    return text.toString();
  }

  /** The innermost reason, without the ids of requests that the SDK adds in brackets. */
  private static String shortly(Throwable failure) {
    return Reasons.firstLine(Reasons.innermost(failure)).replaceAll(" \\(Service: .*", "").strip();
  }
}
