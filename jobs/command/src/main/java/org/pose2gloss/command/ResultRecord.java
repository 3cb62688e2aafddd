package org.pose2gloss.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/** What a command gives back: a record, printed as one JSON object on the last line of stdout. */
public final class ResultRecord {
  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private ResultRecord() {}

  /** One line of JSON: the command's name, then the record's components in snake_case. */
  public static String json(String command, Record result) {
    ObjectNode object = JSON.createObjectNode().put("command", command);
    object.setAll((ObjectNode) JSON.valueToTree(result));
    try {
      return JSON.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Prints it as one line. */
  public static void print(String command, Record result, PrintStream out) {
    out.println(json(command, result));
    out.flush();
  }

  /**
   * The record's numbers by name in snake_case, for the record of a run; nested records and texts
   * are left out.
   */
  public static Map<String, Double> numbers(Record result) {
    Map<String, Double> numbers = new TreeMap<>();
    JsonNode tree = JSON.valueToTree(result);
    tree.fields()
        .forEachRemaining(
            field -> {
              if (field.getValue().isNumber() && Double.isFinite(field.getValue().doubleValue())) {
                numbers.put(field.getKey(), field.getValue().doubleValue());
              }
            });
    return numbers;
  }
}
