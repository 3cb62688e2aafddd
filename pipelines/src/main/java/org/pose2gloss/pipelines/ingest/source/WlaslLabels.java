package org.pose2gloss.pipelines.ingest.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A JSON file as WLASL has it ({@code WLASL_v0.3.json}, github.com/dxli94/WLASL): a list of {@code
 * {"gloss", "instances": [{"video_id", "split", "signer_id", "frame_start", "frame_end", ...}]}}.
 * The file of an instance is the video whose name is its {@code video_id}.
 *
 * <p>Read piece by piece: memory holds the instances of one gloss. Fields that ingest has no use
 * for (address, box, variation and the like) are passed over.
 *
 * @param path path or URI of the file
 */
public record WlaslLabels(String path) implements Labels {
  /** WLASL goes four deep. */
  private static final int DEEPEST = 64;

  private static final int LONGEST_TEXT = 1 << 16;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(LONGEST_TEXT)
                  .maxNumberLength(40)
                  .build())
          .build();

  @Override
  public void check(Storage storage, String source) {
    try (JsonParser json = open(storage)) {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        throw new IngestException(
            String.format("The file %s is no list of glosses as WLASL's JSON has it.", path));
      }
    } catch (IOException e) {
      throw new IngestException(
          String.format("The file %s cannot be read (%s).", path, reason(e)), e);
    }
  }

  @Override
  public void read(Storage storage, String source, Listing listing, Consumer<Label> taker)
      throws IOException {
    try (JsonParser json = open(storage)) {
      Consumer<WlaslGloss.Bad> rejecter =
          bad ->
              listing.rejected(
                  new Rejection(bad.id(), path, null, source, Outcome.REJECTED, bad.reason()));
      try {
        json.nextToken();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          if (json.currentToken() == null) {
            throw new IOException("it breaks off");
          }
          WlaslGloss.read(json, taker, rejecter);
        }
      } catch (IOException e) {
        rejecter.accept(
            new WlaslGloss.Bad(
                null,
                String.format(
                    Locale.ROOT,
                    "Nothing after line %d can be read (%s).",
                    json.currentLocation().getLineNr(),
                    reason(e))));
      }
    }
  }

  private JsonParser open(Storage storage) throws IOException {
    return JSON.createParser(storage.open(path, LARGEST_BYTES));
  }

  private static String reason(IOException e) {
    String message =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    return message == null ? "it gives no reason" : message.strip().replaceAll("[.!]+$", "");
  }
}
