package org.pose2gloss.pipelines.ingest.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One element of WLASL's list, a gloss with its instances, being read: fields may come in any order
 * and any of them may be absent or of another kind than it should be.
 */
final class WlaslGloss {
  /** The most that a gloss of WLASL has is 40. */
  private static final int MOST_INSTANCES = 100_000;

  private static final Set<String> INSTANCE_FIELDS =
      Set.of("video_id", "split", "signer_id", "frame_start", "frame_end");

  private final List<Instance> instances = new ArrayList<>();
  private final long line;
  private String gloss;
  private String fault;
  private int passedOver;

  private WlaslGloss(long line) {
    this.line = line;
  }

  /**
   * Something that makes no label.
   *
   * @param id its id, null if it has none
   * @param reason why, one sentence
   */
  record Bad(String id, String reason) {}

  /** Fields that count; a value is a Long, a String, or what kind of thing it is instead. */
  private record Instance(long line, Map<String, Object> values) {}

  /** A value that is neither text nor whole number. */
  private record Other(String kind) {}

  /**
   * Reads the element that the parser stands at.
   *
   * @throws IOException if the file breaks off or is no JSON from here on
   */
  static void read(JsonParser json, Consumer<Label> taker, Consumer<Bad> rejecter)
      throws IOException {
    WlaslGloss gloss = new WlaslGloss(json.currentLocation().getLineNr());
    if (json.currentToken() == JsonToken.START_OBJECT) {
      gloss.readFields(json);
    } else {
      gloss.fault = "is no object with gloss and instances";
      json.skipChildren();
    }
    gloss.give(taker, rejecter);
  }

  private void readFields(JsonParser json) throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if ("gloss".equals(name)) {
        gloss = value == JsonToken.VALUE_STRING ? json.getText() : null;
        json.skipChildren();
      } else if ("instances".equals(name) && value == JsonToken.START_ARRAY) {
        readInstances(json);
      } else if ("instances".equals(name)) {
        fault = "has instances that are no list";
        json.skipChildren();
      } else {
        requireMore(value);
        json.skipChildren();
      }
    }
  }

  private void readInstances(JsonParser json) throws IOException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      requireMore(json.currentToken());
      Instance instance = new Instance(json.currentLocation().getLineNr(), new HashMap<>());
      if (json.currentToken() == JsonToken.START_OBJECT) {
        readInstance(json, instance.values());
      } else {
        json.skipChildren();
      }
      if (instances.size() < MOST_INSTANCES) {
        instances.add(instance);
      } else {
        passedOver++;
      }
    }
  }

  private static void readInstance(JsonParser json, Map<String, Object> values) throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      requireMore(value);
      if (INSTANCE_FIELDS.contains(name) && value != JsonToken.VALUE_NULL) {
        values.put(name, value(json));
      }
      json.skipChildren();
    }
  }

  private static Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT ->
          json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? new Other("a number of more than 64 bits")
              : (Object) json.getLongValue();
      case VALUE_NUMBER_FLOAT -> new Other("a fraction");
      case VALUE_TRUE, VALUE_FALSE -> new Other("true or false");
      case START_ARRAY -> new Other("a list");
      default -> new Other("an object");
    };
  }

  private static void requireMore(JsonToken token) throws IOException {
    if (token == null) {
      throw new IOException("it breaks off");
    }
  }

  private void give(Consumer<Label> taker, Consumer<Bad> rejecter) {
    if (fault == null && (gloss == null || gloss.isBlank())) {
      fault =
          String.format(
              Locale.ROOT, "has no gloss: its %d instances are left out", instances.size());
    }
    if (fault != null) {
      rejecter.accept(
          new Bad(null, String.format(Locale.ROOT, "The element at line %d %s.", line, fault)));
      return;
    }
    if (passedOver > 0) {
      rejecter.accept(
          new Bad(
              null,
              String.format(
                  Locale.ROOT,
                  "The gloss '%s' has more than %d instances: %d are left out.",
                  Texts.shown(gloss),
                  MOST_INSTANCES,
                  passedOver)));
    }
    for (Instance instance : instances) {
      try {
        taker.accept(label(instance));
      } catch (RejectedException e) {
        Object id = instance.values().get("video_id");
        rejecter.accept(
            new Bad(id instanceof String text ? Texts.shown(text) : null, e.getMessage()));
      }
    }
  }

  private Label label(Instance instance) throws RejectedException {
    String id = text(instance, "video_id");
    if (id == null || id.isBlank()) {
      throw new RejectedException(where(instance) + " has no video_id.");
    }
    Object signer = instance.values().get("signer_id");
    return new Label(
        Texts.checked("id", id),
        null,
        Texts.checked("gloss", gloss.strip()),
        Texts.split(text(instance, "split")),
        signer instanceof Long number
            ? number.toString()
            : Texts.checked("signer", text(instance, "signer_id")),
        null,
        Texts.range(
            where(instance), number(instance, "frame_start"), number(instance, "frame_end")));
  }

  private String where(Instance instance) {
    return String.format(
        Locale.ROOT, "The instance of '%s' at line %d", Texts.shown(gloss), instance.line());
  }

  private String text(Instance instance, String field) throws RejectedException {
    Object value = instance.values().get(field);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw mistyped(instance, field, value, "a text");
  }

  private Long number(Instance instance, String field) throws RejectedException {
    Object value = instance.values().get(field);
    if (value == null || value instanceof Long) {
      return (Long) value;
    }
    throw mistyped(instance, field, value, "a whole number");
  }

  private RejectedException mistyped(Instance instance, String field, Object value, String wanted) {
    String kind =
        value instanceof Other other ? other.kind() : value instanceof Long ? "a number" : "a text";
    return new RejectedException(
        String.format("%s: %s is %s, not %s.", where(instance), field, kind, wanted));
  }
}
