package org.pose2gloss.house;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Every key of {@code reference.conf} in Markdown: a section and a table for each object. */
final class ConfigurationPage {
  private static final String ALLOWED = "Allowed:";

  private ConfigurationPage() {}

  static String text(Path reference) {
    // Without the environment, which is not the same on every machine.
    Config config =
        ConfigFactory.parseFile(reference.toFile()).resolve(ConfigResolveOptions.noSystem());
    List<String> parts = new ArrayList<>();
    for (Map.Entry<String, ConfigValue> section : inOrder(config.root())) {
      section(section.getKey(), (ConfigObject) section.getValue(), parts);
    }
    return String.join("\n\n", parts);
  }

  private static void section(String path, ConfigObject object, List<String> parts) {
    parts.add("## `" + path + "`");
    String meaning = meaning(object);
    if (!meaning.isEmpty()) {
      parts.add(meaning);
    }
    List<Map.Entry<String, ConfigValue>> inner = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, ConfigValue> entry : inOrder(object)) {
      boolean keys = entry.getValue() instanceof ConfigObject child && !child.isEmpty();
      if (keys) {
        inner.add(entry);
      } else {
        rows.add(row(path + "." + entry.getKey(), entry.getValue()));
      }
    }
    if (!rows.isEmpty()) {
      parts.add(Markdown.table(List.of("key", "default", "allowed", "meaning"), rows));
    }
    inner.forEach(
        entry -> section(path + "." + entry.getKey(), (ConfigObject) entry.getValue(), parts));
  }

  private static List<String> row(String key, ConfigValue value) {
    String allowed =
        value.origin().comments().stream()
            .map(String::strip)
            .filter(line -> line.startsWith(ALLOWED))
            .map(line -> line.substring(ALLOWED.length()).strip())
            .collect(Collectors.joining("; "));
    return List.of("`" + key + "`", rendered(value), allowed, meaning(value));
  }

  private static String rendered(ConfigValue value) {
    if (value instanceof ConfigList list
        && list.stream().anyMatch(ConfigObject.class::isInstance)) {
      return list.stream()
          .map(entry -> ((ConfigObject) entry).get("name").unwrapped())
          .map(name -> "`" + name + "`")
          .collect(Collectors.joining(", "));
    }
    return "`" + value.render(ConfigRenderOptions.concise()) + "`";
  }

  private static String meaning(ConfigValue value) {
    return value.origin().comments().stream()
        .map(String::strip)
        .filter(line -> !line.startsWith(ALLOWED))
        .collect(Collectors.joining(" "));
  }

  private static List<Map.Entry<String, ConfigValue>> inOrder(ConfigObject object) {
    return object.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getValue().origin().lineNumber()))
        .toList();
  }
}
