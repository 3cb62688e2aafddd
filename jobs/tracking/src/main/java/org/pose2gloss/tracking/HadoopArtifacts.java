package org.pose2gloss.tracking;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * Files in storage that this machine reaches by itself ({@code s3:}, {@code s3a:}, {@code hdfs:},
 * {@code abfss:} ... addresses); they are streamed and do not pass through the tracking server.
 */
record HadoopArtifacts(MlflowApi api, Path root, Configuration configuration)
    implements ArtifactStore {
  /** Where MLflow's own clients take the address of an S3 server from. */
  private static final String ENDPOINT_VARIABLE = "MLFLOW_S3_ENDPOINT_URL";

  /** The outbox asks again; Hadoop itself would for many minutes. */
  private static final Map<String, String> IMPATIENCE =
      Map.of("fs.s3a.attempts.maximum", "2", "fs.s3a.retry.limit", "2");

  /** The store at an address; what the options say of Hadoop's file systems goes first. */
  static HadoopArtifacts at(MlflowApi api, String address, TrackingOptions options) {
    Configuration configuration = new Configuration();
    IMPATIENCE.forEach(configuration::set);
    Optional.ofNullable(System.getenv(ENDPOINT_VARIABLE))
        .ifPresent(
            endpoint -> {
              configuration.set("fs.s3a.endpoint", endpoint);
              configuration.set("fs.s3a.path.style.access", "true");
              configuration.set(
                  "fs.s3a.connection.ssl.enabled", Boolean.toString(endpoint.startsWith("https")));
            });
    options.storage().forEach(configuration::set);
    // The name that MLflow's own clients have for what Hadoop calls s3a.
    URI uri = URI.create(address.replaceFirst("^s3:", "s3a:"));
    return new HadoopArtifacts(api, new Path(uri), configuration);
  }

  @Override
  public void put(java.nio.file.Path file, String path) {
    Path target = new Path(root, path);
    try (FileSystem system = system()) {
      system.copyFromLocalFile(
          /* delSrc= */ false, /* overwrite= */ true, new Path(file.toUri()), target);
    } catch (IOException e) {
      throw failure("store " + target, e);
    }
  }

  @Override
  public List<Entry> list(String folder) {
    Path listed = folder.isEmpty() ? root : new Path(root, folder);
    try (FileSystem system = system()) {
      return Arrays.stream(system.listStatus(listed))
          .map(
              status ->
                  new Entry(
                      ArtifactNames.join(folder, status.getPath().getName()),
                      status.isDirectory(),
                      status.isDirectory() ? 0 : status.getLen()))
          .sorted((a, b) -> a.path().compareTo(b.path()))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw failure("list " + listed, e);
    }
  }

  @Override
  public void get(Entry file, java.nio.file.Path target) {
    Path source = new Path(root, file.path());
    try (FileSystem system = system()) {
      system.copyToLocalFile(
          /* delSrc= */ false, source, new Path(target.toUri()), /* useRawLocalFileSystem= */ true);
    } catch (IOException e) {
      throw failure("fetch " + source, e);
    }
  }

  /** One of our own: the one that Hadoop keeps for all would be as impatient for tables. */
  private FileSystem system() throws IOException {
    try {
      return FileSystem.newInstance(root.toUri(), configuration);
    } catch (RuntimeException e) {
      // Hadoop's way to say that the class of a file system is not there.
      IOException missing =
          new UnsupportedFileSystemException(
              "Hadoop has no library for '"
                  + root.toUri().getScheme()
                  + "' here; for s3 it is hadoop-aws");
      missing.initCause(e);
      throw missing;
    }
  }

  private TrackingException failure(String task, IOException cause) {
    boolean forGood =
        cause instanceof AccessDeniedException
            || cause instanceof FileNotFoundException
            || cause instanceof UnsupportedFileSystemException;
    return new TrackingException(
        ("The artifacts of MLflow at %s lie at %s, which is not to be used from here: cannot %s"
                + " (%s). Give this machine access (for S3: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,"
                + " %s), or let the server pass files on (mlflow server --artifacts-destination) and"
                + " use a new experiment.")
            .formatted(
                api.server(),
                root,
                task,
                String.valueOf(cause.getMessage()).replaceAll("\\s+", " "),
                ENDPOINT_VARIABLE),
        "",
        forGood ? TrackingException.Kind.OTHER : TrackingException.Kind.AWAY,
        cause);
  }
}
