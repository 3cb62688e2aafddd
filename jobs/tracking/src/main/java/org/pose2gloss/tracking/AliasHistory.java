package org.pose2gloss.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What an alias of a registered model has pointed at, kept as the model's tag {@code
 * ALIAS.history}: a JSON array, the oldest first. Get one from {@link ModelRegistry#history}.
 */
public final class AliasHistory {
  /** The longest value that every MLflow since 2.0 takes for a registered model's tag. */
  private static final int LONGEST = 5000;

  private static final JsonMapper JSON = new JsonMapper();

  private final MlflowApi api;
  private final String model;
  private final String alias;

  AliasHistory(MlflowApi api, String model, String alias) {
    this.api = api;
    this.model = model;
    this.alias = alias;
  }

  /** Name of the tag. */
  public String tag() {
    return alias + ".history";
  }

  /**
   * Waits until no other process moves this alias, and keeps others from doing so.
   *
   * @param term after which a process that holds on counts as dead
   */
  public RegistryClaim claim(Duration term) {
    return RegistryClaim.take(api, "%s.%s-claim".formatted(model, alias), term);
  }

  /**
   * Every move that is remembered, the oldest first.
   *
   * @throws TrackingException if somebody has put something else into the tag
   */
  public List<AliasMove> moves() {
    JsonNode answer =
        api.get(
            "read the registered model " + model, "registered-models/get", Map.of("name", model));
    String history = MlflowApi.tags(answer.at("/registered_model/tags")).get(tag());
    return history == null ? List.of() : parsed(history);
  }

  /** Adds a move; the oldest ones are forgotten where there are more than MLflow keeps. */
  public void add(AliasMove move) {
    Deque<AliasMove> moves = new ArrayDeque<>(moves());
    moves.addLast(move);
    String text = json(moves);
    while (text.length() > LONGEST && moves.size() > 1) {
      moves.removeFirst();
      text = json(moves);
    }
    api.send(
        "keep the history of the alias " + alias + " of " + model,
        "POST",
        "registered-models/set-tag",
        Map.of("name", model, "key", tag(), "value", text));
  }

  /**
   * The version to go back to from the one that the alias points at: the one before it, and after
   * going back, the one before that.
   */
  public OptionalInt before(int present) {
    Deque<Integer> stack = new ArrayDeque<>();
    for (AliasMove move : moves()) {
      if (move.kind() == AliasMove.Kind.ROLLED_BACK) {
        while (!stack.isEmpty() && stack.peek() != move.version()) {
          stack.pop();
        }
        if (stack.isEmpty()) {
          stack.push(move.version());
        }
      } else {
        if (move.previous() > 0 && (stack.isEmpty() || stack.peek() != move.previous())) {
          stack.push(move.previous());
        }
        stack.push(move.version());
      }
    }
    // Somebody may have moved the alias by hand since.
    if (!stack.isEmpty() && stack.peek() == present) {
      stack.pop();
    }
    return stack.isEmpty() ? OptionalInt.empty() : OptionalInt.of(stack.peek());
  }

  private List<AliasMove> parsed(String text) {
    try {
      List<AliasMove> moves = new ArrayList<>();
      for (JsonNode move : JSON.readTree(text)) {
        moves.add(JSON.treeToValue(move, AliasMove.class));
      }
      return moves;
    } catch (JsonProcessingException e) {
      throw api.failure(
          "the tag %s of the registered model %s is no history of promotions; delete the tag to begin a new one."
              .formatted(tag(), model));
    }
  }

  private static String json(Deque<AliasMove> moves) {
    try {
      return JSON.writeValueAsString(moves);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not to be written as JSON: " + moves, e);
    }
  }
}
