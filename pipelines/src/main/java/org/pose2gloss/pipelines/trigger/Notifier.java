package org.pose2gloss.pipelines.trigger;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.pose2gloss.command.UsageException;
import org.pose2gloss.tables.Reasons;

/** Says what triggers do: on stderr, and as JSON to an address. A deaf address stops nothing. */
final class Notifier {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Optional<URI> webhook;

  /**
   * A notifier.
   *
   * @param webhook http or https; empty: none
   * @throws UsageException if it is no such address
   */
  Notifier(Optional<String> webhook) {
    this.webhook = webhook.map(Notifier::address);
  }

  private static URI address(String text) {
    try {
      URI address = new URI(text);
      if (address.getHost() != null) {
        // The client's own judgement of what it can send to.
        HttpRequest.newBuilder(address);
        return address;
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // Said below, without the address: it often has a token in it.
    }
    throw new UsageException(
        "triggers.webhook is no address such as https://example.org/hook (it is not shown here, since"
            + " there may be a token in it).");
  }

  /**
   * Tells.
   *
   * @param state started, resumed, finished, failed or alarm
   * @param run the pipeline's run
   */
  void tell(String state, Event event, String run, String sentence) {
    System.err.printf("trigger %s: %s. %s%n", event.trigger(), state, sentence);
    webhook.ifPresent(
        address ->
            post(
                address,
                new JsonMapper()
                    .createObjectNode()
                    .put("trigger", event.trigger())
                    .put("state", state)
                    .put("event", event.id())
                    .put("reason", event.sentence())
                    .put("run", run)
                    .put("text", sentence)
                    .toString()));
  }

  private static void post(URI address, String json) {
    try {
      HttpResponse<Void> answer =
          HttpClient.newBuilder()
              .connectTimeout(LONGEST)
              .build()
              .send(
                  HttpRequest.newBuilder(address)
                      .timeout(LONGEST)
                      .header("Content-Type", "application/json")
                      .POST(HttpRequest.BodyPublishers.ofString(json))
                      .build(),
                  HttpResponse.BodyHandlers.discarding());
      if (answer.statusCode() >= 300) {
        System.err.printf("triggers.webhook answered %d.%n", answer.statusCode());
      }
    } catch (IOException e) {
      System.err.printf("triggers.webhook does not answer (%s).%n", Reasons.firstLine(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
