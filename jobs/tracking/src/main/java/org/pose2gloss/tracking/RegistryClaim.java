package org.pose2gloss.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The right of one process among all that use an MLflow server to change something in the registry.
 *
 * <p>MLflow compares and sets nothing, but a registered model's name is the key of a table: of
 * those who make one of the same name at once, one does. So a claim is a registered model without
 * versions, which is there as long as it is held. A claim whose holder has died is put aside by
 * renaming it to a name that only this one claim has, so that it goes once, and never a later claim
 * in its place. Nobody compares clocks: who waits has seen the same claim for the whole term; who
 * holds one asks nothing of the server that could end after its own term.
 */
public final class RegistryClaim implements AutoCloseable {
  private static final String TOKEN = "pose2gloss.claim";
  private static final String HOLDER = "pose2gloss.claim.holder";

  /** So many terms are waited for a claim: more than one, or a dead holder's would never end. */
  private static final int TERMS_OF_PATIENCE = 4;

  private static final long PAUSE_MILLIS = 100;

  private final MlflowApi api;
  private final String name;
  private final String token;
  private final long end;

  private RegistryClaim(MlflowApi api, String name, String token, long end) {
    this.api = api;
    this.name = name;
    this.token = token;
    this.end = end;
  }

  /**
   * Waits until nobody else holds the claim, and takes it.
   *
   * @param name of the claim
   * @param term after which a claim counts as left behind by a process that died
   * @throws TrackingException if others hold it all the time, naming the holder
   */
  static RegistryClaim take(MlflowApi api, String name, Duration term) {
    Duration patience = term.multipliedBy(TERMS_OF_PATIENCE);
    long giveUp = System.nanoTime() + patience.toNanos();
    String token = UUID.randomUUID().toString();
    String seen = "";
    long seenSince = 0;
    while (true) {
      long now = System.nanoTime();
      JsonNode present = present(api, name);
      String theirs = tag(present, TOKEN);
      if (present.isMissingNode()) {
        // Counted from before the question: others may see the claim from then on.
        if (make(api, name, token)) {
          return new RegistryClaim(api, name, token, now + term.toNanos() / 2);
        }
      } else if (!theirs.equals(seen) || seenSince == 0) {
        seen = theirs;
        seenSince = now;
      } else if (now - seenSince > term.toNanos()) {
        putAside(api, name, theirs);
        seenSince = 0;
        continue;
      }
      if (now > giveUp) {
        throw api.failure(
            "%s has been claimed by %s for %d s; try again, or delete the registered model '%s' if nobody is at work."
                .formatted(name, tag(present, HOLDER), patience.toSeconds(), name));
      }
      pause(api, name);
    }
  }

  /**
   * Makes sure that the claim is still held and will be for a while.
   *
   * @throws TrackingException if its time is over
   */
  public void check() {
    if (System.nanoTime() > end || !tag(present(api, name), TOKEN).equals(token)) {
      throw api.failure(
          "the claim %s was held too long and is no longer ours: nothing was changed; try again."
              .formatted(name));
    }
  }

  /** Gives it back; one that was held too long is not ours any more and is left alone. */
  @Override
  public void close() {
    if (System.nanoTime() < end && tag(present(api, name), TOKEN).equals(token)) {
      try {
        api.send(
            "give back the claim " + name,
            "DELETE",
            "registered-models/delete",
            Map.of("name", name));
      } catch (TrackingException e) {
        if (!e.errorCode().equals(MlflowApi.ABSENT)) {
          throw e;
        }
      }
    }
  }

  private static boolean make(MlflowApi api, String name, String token) {
    try {
      api.send(
          "claim " + name,
          "POST",
          "registered-models/create",
          Map.of(
              "name",
              name,
              "description",
              "Held by a process for a moment; no model.",
              "tags",
              MlflowApi.pairs(Map.of(TOKEN, token, HOLDER, holder()))));
      return true;
    } catch (TrackingException e) {
      if (!e.errorCode().equals(MlflowApi.PRESENT)) {
        throw e;
      }
      // A question that is asked again because its answer was lost finds its own claim.
      return tag(present(api, name), TOKEN).equals(token);
    }
  }

  private static void putAside(MlflowApi api, String name, String token) {
    try {
      api.send(
          "put the claim %s aside, which a process has left behind".formatted(name),
          "POST",
          "registered-models/rename",
          Map.of("name", name, "new_name", name + ".left-behind-" + token));
    } catch (TrackingException e) {
      // Others have done it, or its holder lives and has given it back.
      if (!List.of(MlflowApi.PRESENT, MlflowApi.ABSENT).contains(e.errorCode())) {
        throw e;
      }
    }
  }

  private static JsonNode present(MlflowApi api, String name) {
    try {
      return api.get("look at the claim " + name, "registered-models/get", Map.of("name", name))
          .path("registered_model");
    } catch (TrackingException e) {
      if (e.errorCode().equals(MlflowApi.ABSENT)) {
        return MissingNode.getInstance();
      }
      throw e;
    }
  }

  private static String tag(JsonNode model, String key) {
    return MlflowApi.tags(model.path("tags")).getOrDefault(key, "");
  }

  private static String holder() {
    return System.getProperty("user.name", "unknown")
        + ", process "
        + ManagementFactory.getRuntimeMXBean().getName();
  }

  private static void pause(MlflowApi api, String name) {
    try {
      // Uneven, so that those who wait do not all ask at once.
      Thread.sleep(PAUSE_MILLIS + (long) (Math.random() * PAUSE_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw api.failure("the wait for the claim " + name + " was interrupted.");
    }
  }
}
