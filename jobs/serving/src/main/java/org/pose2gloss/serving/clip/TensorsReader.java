package org.pose2gloss.serving.clip;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pose2gloss.classifier.Example;

/**
 * Reads requests of the Open Inference Protocol (version 2): an input {@code landmarks}, {@code
 * FP32[clips][frames][points][3]}, its numbers in the JSON (flat or nested; null is absent) or, by
 * Triton's extension for binary tensors, as bytes behind it (NaN is absent).
 */
public final class TensorsReader {
  /** The input. */
  public static final String INPUT = "landmarks";

  private static final int AXES = 4;
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER).build();

  private final ClipLimits limits;
  private final JsonParser parser;
  private String id = "";
  private boolean binary;
  private Input input;

  /** An input as it is read. */
  private static final class Input {
    String name = "";
    String type = "";
    long[] shape = {};
    float[] numbers;
    long bytes;
  }

  private TensorsReader(ClipLimits limits, JsonParser parser) {
    this.limits = limits;
    this.parser = parser;
  }

  /**
   * Reads a request.
   *
   * @param jsonBytes length of the JSON, behind which bytes follow; -1: all is JSON
   * @throws InvalidClipException if it is not of that form or beyond a limit
   * @throws IOException if the connection breaks
   */
  public static Tensors read(InputStream body, long jsonBytes, ClipLimits limits)
      throws IOException {
    if (jsonBytes > limits.bytes()) {
      throw InvalidClipException.unreadable(
          "Inference-Header-Content-Length is larger than any body may be.");
    }
    InputStream json =
        jsonBytes < 0 ? body : new ByteArrayInputStream(body.readNBytes((int) jsonBytes));
    try (JsonParser parser = FACTORY.createParser(json)) {
      TensorsReader reader = new TensorsReader(limits, parser);
      reader.request();
      return reader.tensors(body);
    } catch (JsonProcessingException e) {
      throw JsonClip.notJson(e);
    }
  }

  private void request() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw InvalidClipException.unreadable("The request must be an object with \"inputs\".");
    }
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      switch (name) {
        case "id" -> id = parser.getValueAsString("");
        case "inputs" -> eachObject(this::input);
        case "outputs" -> eachObject(this::output);
        case "parameters" -> object(this::parameter);
        default -> parser.skipChildren();
      }
    }
  }

  /** Reads one field's value, at which the parser stands. */
  private interface Field {
    void read(String name) throws IOException;
  }

  /** Reads one object, at whose start the parser stands. */
  private interface Element {
    void read() throws IOException;
  }

  private void eachObject(Element element) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw InvalidClipException.unreadable("\"inputs\" and \"outputs\" must be lists.");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      element.read();
    }
  }

  private void object(Field field) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw InvalidClipException.unreadable(
          "Inputs, outputs and parameters must be objects, not numbers, texts or lists.");
    }
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      field.read(name);
    }
  }

  private void input() throws IOException {
    Input read = new Input();
    object(
        name -> {
          switch (name) {
            case "name" -> read.name = parser.getValueAsString("");
            case "datatype" -> read.type = parser.getValueAsString("");
            case "shape" -> read.shape = shape();
            case "data" -> read.numbers = numbers();
            case "parameters" ->
                object(
                    parameter -> {
                      if (parameter.equals("binary_data_size")) {
                        read.bytes = parser.getValueAsLong(0);
                      } else {
                        parser.skipChildren();
                      }
                    });
            default -> parser.skipChildren();
          }
        });
    if (input != null || !read.name.equals(INPUT)) {
      throw InvalidClipException.unreadable(
          "The model takes one input, \"landmarks\", and no other.");
    }
    input = read;
  }

  private void output() throws IOException {
    object(
        name -> {
          if (name.equals("parameters")) {
            object(this::parameter);
          } else {
            parser.skipChildren();
          }
        });
  }

  private void parameter(String name) throws IOException {
    if (name.equals("binary_data") || name.equals("binary_data_output")) {
      binary = parser.currentToken() == JsonToken.VALUE_TRUE;
    } else {
      parser.skipChildren();
    }
  }

  private long[] shape() throws IOException {
    List<Long> sizes = new ArrayList<>();
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT && sizes.size() < AXES) {
        sizes.add(parser.getValueAsLong(-1));
      }
    }
    if (parser.currentToken() != JsonToken.END_ARRAY) {
      throw wrongShape();
    }
    return sizes.stream().mapToLong(Long::longValue).toArray();
  }

  /** Numbers of lists inside lists, one after the other. */
  private float[] numbers() throws IOException {
    float[] numbers = new float[1024];
    int count = 0;
    int depth = 0;
    JsonToken token = parser.currentToken();
    do {
      if (token == JsonToken.START_ARRAY && depth < AXES) {
        depth++;
      } else if (token == JsonToken.END_ARRAY) {
        depth--;
      } else if (depth > 0
          && token != null
          && (token.isNumeric() || token == JsonToken.VALUE_NULL)) {
        if (count == numbers.length) {
          numbers = Arrays.copyOf(numbers, count * 2);
        }
        numbers[count++] = token.isNumeric() ? parser.getFloatValue() : Float.NaN;
      } else {
        throw InvalidClipException.unreadable(
            "The input's \"data\" must be a list of numbers, flat or nested as its shape.");
      }
      token = depth > 0 ? parser.nextToken() : null;
    } while (depth > 0);
    return Arrays.copyOf(numbers, count);
  }

  private Tensors tensors(InputStream rest) throws IOException {
    if (input == null) {
      throw InvalidClipException.unreadable("The request has no input \"landmarks\".");
    }
    if (!input.type.equals("FP32")) {
      throw InvalidClipException.unreadable("The input's datatype must be FP32.");
    }
    int frames = checkShape();
    int clips = (int) input.shape[0];
    int size = frames * limits.points() * Example.CHANNELS;
    float[] numbers = input.numbers == null ? binary(rest, (long) clips * size) : input.numbers;
    if (numbers.length != (long) clips * size) {
      throw InvalidClipException.unreadable(
          String.format(
              "The input's data are %d numbers; its shape asks for %d.",
              numbers.length, (long) clips * size));
    }
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < clips; i++) {
      examples.add(
          ClipNumbers.checked(frames, Arrays.copyOfRange(numbers, i * size, (i + 1) * size)));
    }
    return new Tensors(id, examples, binary);
  }

  private int checkShape() {
    long[] shape = input.shape;
    if (shape.length != AXES
        || shape[0] < 1
        || shape[1] < 1
        || shape[2] != limits.points()
        || shape[3] != Example.CHANNELS) {
      throw wrongShape();
    }
    if (shape[0] > limits.clips()) {
      throw limits.tooManyClips();
    }
    if (shape[1] > limits.frames()) {
      throw limits.tooManyFrames();
    }
    if (shape[0] * shape[1] * shape[2] * shape[3] * Float.BYTES > limits.bytes()) {
      throw InvalidClipException.tooLarge(
          "The input is larger than this service takes: send fewer clips at once.");
    }
    return (int) shape[1];
  }

  private InvalidClipException wrongShape() {
    return InvalidClipException.unreadable(
        String.format(
            "The input's shape must be [clips, frames, %d, %d].",
            limits.points(), Example.CHANNELS));
  }

  private float[] binary(InputStream rest, long numbers) throws IOException {
    byte[] bytes = rest.readNBytes((int) numbers * Float.BYTES);
    if (input.bytes != bytes.length || bytes.length != numbers * Float.BYTES || rest.read() >= 0) {
      throw InvalidClipException.unreadable(
          String.format(
              "The input needs \"data\", or binary_data_size = %d and as many bytes behind the"
                  + " JSON, whose length the header Inference-Header-Content-Length gives.",
              numbers * Float.BYTES));
    }
    float[] read = new float[(int) numbers];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(read);
    return read;
  }
}
