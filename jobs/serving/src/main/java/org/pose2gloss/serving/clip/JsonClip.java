package org.pose2gloss.serving.clip;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pose2gloss.classifier.Example;

/**
 * Reads {@code {"landmarks": [frames][points][3], "top_n": 5}} as it arrives, without a tree of it
 * in memory. An absent point is {@code null} or three of them.
 */
public final class JsonClip {
  private static final int DEFAULT_TOP_N = 5;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // A clip is thirty thousand numbers: parsing them is most of the work of reading it.
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .build();

  private final JsonParser parser;
  private final ClipLimits limits;

  private JsonClip(JsonParser parser, ClipLimits limits) {
    this.parser = parser;
    this.limits = limits;
  }

  /**
   * Reads a request of one clip.
   *
   * @param topN how many glosses to answer with where the body does not say
   * @throws InvalidClipException if it is not of that form or beyond a limit
   * @throws IOException if the connection breaks
   */
  public static ClipQuestion read(InputStream body, ClipLimits limits, int topN)
      throws IOException {
    BatchQuestion question = read(body, limits, "landmarks", topN);
    return new ClipQuestion(question.clips().get(0), question.topN());
  }

  /**
   * Reads a request of several clips: {@code {"clips": [clips][frames][points][3], "top_n": 5}}.
   *
   * @throws InvalidClipException if it is not of that form or beyond a limit
   * @throws IOException if the connection breaks
   */
  public static BatchQuestion readBatch(InputStream body, ClipLimits limits) throws IOException {
    return read(body, limits, "clips", defaultTopN(limits));
  }

  /** Glosses answered where the request does not say. */
  public static int defaultTopN(ClipLimits limits) {
    return Math.min(DEFAULT_TOP_N, limits.classes());
  }

  private static BatchQuestion read(
      InputStream body, ClipLimits limits, String field, int defaultTopN) throws IOException {
    try (JsonParser parser = FACTORY.createParser(body)) {
      return new JsonClip(parser, limits).question(field, defaultTopN);
    } catch (JsonProcessingException e) {
      throw notJson(e);
    }
  }

  static InvalidClipException notJson(JsonProcessingException e) {
    return InvalidClipException.unreadable(
        String.format(
            "The body is not JSON at line %d, column %d: %s",
            e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
            e.getLocation() == null ? 1 : e.getLocation().getColumnNr(),
            e.getOriginalMessage()));
  }

  private BatchQuestion question(String field, int defaultTopN) throws IOException {
    expect(parser.nextToken(), JsonToken.START_OBJECT, "an object with \"" + field + "\"");
    List<Example> clips = List.of();
    int topN = defaultTopN;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      if (name.equals(field)) {
        clips = field.equals("clips") ? clips() : List.of(landmarks());
      } else if (name.equals("top_n")) {
        topN = topN();
      } else {
        throw InvalidClipException.unreadable(
            String.format(
                "The request has a field \"%s\"; it takes \"%s\" and \"top_n\".",
                name.substring(0, Math.min(name.length(), 40)), field));
      }
    }
    if (parser.nextToken() != null) {
      throw InvalidClipException.unreadable("Something follows the request's object: remove it.");
    }
    if (clips.isEmpty()) {
      throw InvalidClipException.unreadable("The request has no \"" + field + "\".");
    }
    return new BatchQuestion(clips, topN);
  }

  private List<Example> clips() throws IOException {
    expect(parser.nextToken(), JsonToken.START_ARRAY, "\"clips\" as a list of clips");
    List<Example> clips = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (clips.size() == limits.clips()) {
        throw limits.tooManyClips();
      }
      clips.add(frames("clip " + clips.size() + " as a list of frames"));
    }
    return clips;
  }

  private int topN() throws IOException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() == JsonParser.NumberType.INT
        && parser.getIntValue() >= 1
        && parser.getIntValue() <= limits.classes()) {
      return parser.getIntValue();
    }
    throw InvalidClipException.unreadable(
        String.format("\"top_n\" must be a whole number from 1 to %d.", limits.classes()));
  }

  private Example landmarks() throws IOException {
    parser.nextToken();
    return frames("\"landmarks\" as a list of frames");
  }

  private Example frames(String what) throws IOException {
    expect(parser.currentToken(), JsonToken.START_ARRAY, what);
    int frameSize = limits.points() * Example.CHANNELS;
    float[] xyz = new float[Math.min(64, limits.frames()) * frameSize];
    int frames = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (frames == limits.frames()) {
        throw limits.tooManyFrames();
      }
      if ((frames + 1) * frameSize > xyz.length) {
        xyz = Arrays.copyOf(xyz, Math.min(frames * 2, limits.frames()) * frameSize);
      }
      frame(frames, xyz, frames * frameSize);
      frames++;
    }
    if (frames == 0) {
      throw InvalidClipException.unreadable("A clip has no frame.");
    }
    return ClipNumbers.checked(frames, Arrays.copyOf(xyz, frames * frameSize));
  }

  private void frame(int frame, float[] xyz, int start) throws IOException {
    expect(parser.currentToken(), JsonToken.START_ARRAY, "frame " + frame + " as a list of points");
    int points = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (points == limits.points()) {
        throw wrongPoints(frame, "more");
      }
      point(frame, points, xyz, start + points * Example.CHANNELS);
      points++;
    }
    if (points < limits.points()) {
      throw wrongPoints(frame, Integer.toString(points));
    }
  }

  private void point(int frame, int point, float[] xyz, int at) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      Arrays.fill(xyz, at, at + Example.CHANNELS, Float.NaN);
      return;
    }
    String what = "point " + point + " of frame " + frame + " as [x, y, z] or null";
    expect(parser.currentToken(), JsonToken.START_ARRAY, what);
    for (int i = at; i < at + Example.CHANNELS; i++) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.VALUE_NULL) {
        xyz[i] = Float.NaN;
      } else if (token != null && token.isNumeric()) {
        xyz[i] = parser.getFloatValue();
      } else {
        throw unexpected(what);
      }
    }
    expect(parser.nextToken(), JsonToken.END_ARRAY, what);
  }

  private InvalidClipException wrongPoints(int frame, String found) {
    return InvalidClipException.unreadable(
        String.format(
            "Frame %d (from 0) has %s points; the model takes %d.", frame, found, limits.points()));
  }

  private static void expect(JsonToken found, JsonToken wanted, String what) {
    if (found != wanted) {
      throw unexpected(what);
    }
  }

  private static InvalidClipException unexpected(String what) {
    return InvalidClipException.unreadable(String.format("The request must give %s.", what));
  }
}
