package org.pose2gloss.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Files that pass through the tracking server ({@code mlflow-artifacts:} addresses), so that only
 * the server needs the keys of the object store.
 *
 * @param api the tracking server
 * @param proxy the server the files pass through, mostly the same one
 * @param root path of the run's or version's folder there, without slashes at its ends
 */
record ProxiedArtifacts(MlflowApi api, URI proxy, String root) implements ArtifactStore {
  private static final String ENDPOINT = "/api/2.0/mlflow-artifacts/artifacts";

  static ProxiedArtifacts at(MlflowApi api, URI address) {
    URI proxy =
        address.getRawAuthority() == null
            ? api.server()
            : URI.create(api.server().getScheme() + "://" + address.getRawAuthority());
    String root = address.getPath().replaceAll("^/+|/+$", "");
    return new ProxiedArtifacts(api, proxy, root);
  }

  @Override
  public void put(Path file, String path) {
    api.upload("store the artifact " + path, proxy, endpoint(path), file);
  }

  @Override
  public List<Entry> list(String folder) {
    JsonNode answer =
        api.getAt(
            "list the artifacts in '" + folder + "'",
            proxy,
            ENDPOINT,
            Map.of("path", ArtifactNames.join(root, folder)));
    List<Entry> entries = new ArrayList<>();
    for (JsonNode file : answer.path("files")) {
      String name = file.path("path").asText();
      if (name.contains("/")) {
        throw api.failure("it lists '" + name + "' in the artifact folder '" + folder + "'.");
      }
      entries.add(
          new Entry(
              ArtifactNames.join(folder, name),
              file.path("is_dir").asBoolean(),
              file.path("file_size").asLong()));
    }
    return entries;
  }

  @Override
  public void get(Entry file, Path target) {
    api.download(
        "fetch the artifact " + file.path(), proxy, endpoint(file.path()), file.bytes(), target);
  }

  private String endpoint(String path) {
    return ENDPOINT
        + "/"
        + Arrays.stream(ArtifactNames.join(root, path).split("/"))
            .map(RestCalls::encoded)
            .collect(Collectors.joining("/"));
  }
}
