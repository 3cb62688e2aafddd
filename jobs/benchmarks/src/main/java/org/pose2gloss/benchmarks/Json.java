package org.pose2gloss.benchmarks;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** How the programs here answer those that start them: JSON, its names in snake_case. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private Json() {}

  /** What a file of it holds. */
  public static byte[] bytes(Object value) throws IOException {
    return MAPPER.writeValueAsBytes(value);
  }

  /** Prints a line on stdout. */
  public static void print(Object value) throws IOException {
    System.out.println(MAPPER.writeValueAsString(value));
    System.out.flush();
  }
}
