package org.pose2gloss.command;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds what is given against {@code reference.conf}: every key must stand there, every value must
 * be of its default's type and of what its comment allows.
 *
 * <p>An object whose comment says {@code Open:} takes any key. A list of objects is checked entry
 * by entry against the object that its comment names with {@code Entries as:}.
 */
final class SettingsCheck {
  private final Config reference;
  private final List<String> knownKeys = new ArrayList<>();

  SettingsCheck(Config reference) {
    this.reference = reference;
    collect("", reference.root());
  }

  private void collect(String prefix, ConfigObject object) {
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      String path =
          prefix
              + ConfigUtil.quoteString(entry.getKey()).replaceAll("^\"([A-Za-z0-9_-]+)\"$", "$1");
      if (entry.getValue() instanceof ConfigObject inner && !isOpen(inner)) {
        collect(path + ".", inner);
      } else {
        knownKeys.add(path);
      }
    }
  }

  /** Checks that every key of a source exists. */
  void keys(Config given, String source) {
    Config known = given.resolve(ConfigResolveOptions.defaults().setAllowUnresolved(true));
    keys("", known.root(), reference.root(), source);
  }

  private void keys(String prefix, ConfigObject given, ConfigObject known, String source) {
    for (String name : given.keySet()) {
      String path = prefix + name;
      ConfigValue knownValue = known.get(name);
      if (knownValue == null) {
        throw new UsageException(unknown(path, given, name, source));
      }
      if (knownValue instanceof ConfigObject knownObject
          && !isOpen(knownObject)
          && given.get(name) instanceof ConfigObject givenObject) {
        keys(path + ".", givenObject, knownObject, source);
      }
    }
  }

  private String unknown(String path, ConfigObject given, String name, String source) {
    int line = given.get(name).origin().lineNumber();
    String where = source.startsWith("--set") || line < 1 ? source : source + ", line " + line;
    return "Unknown key '"
        + path
        + "' in "
        + where
        + "; the nearest known key is '"
        + Nearest.of(path, knownKeys)
        + "'. conf/reference.conf documents every key.";
  }

  /** Checks the values of the whole, after substitution. */
  void values(Config whole) {
    values("", whole.root(), reference.root());
  }

  private void values(String prefix, ConfigObject given, ConfigObject known) {
    for (Map.Entry<String, ConfigValue> entry : known.entrySet()) {
      String path = prefix + entry.getKey();
      ConfigValue expected = entry.getValue();
      ConfigValue actual = given.get(entry.getKey());
      if (actual == null) {
        throw new UsageException(
            "The key '" + path + "' is set to null; give it a value or leave it out.");
      }
      if (expected instanceof ConfigObject object) {
        if (!(actual instanceof ConfigObject inner)) {
          throw new UsageException(refused(path, actual, "an object with keys of its own"));
        }
        if (!isOpen(object)) {
          values(path + ".", inner, object);
        }
      } else {
        value(path, actual, expected);
        entries(path, actual, expected);
      }
    }
  }

  private static void value(String path, ConfigValue actual, ConfigValue expected) {
    String wanted = typeOf(expected);
    Object unwrapped = actual.unwrapped();
    Object typed =
        switch (wanted) {
          case "text" ->
              unwrapped instanceof List<?> || unwrapped instanceof Map<?, ?>
                  ? null
                  : String.valueOf(unwrapped);
          case "a whole number" -> number(unwrapped).filter(n -> n == Math.rint(n)).orElse(null);
          case "a number" -> number(unwrapped).orElse(null);
          case "true or false" -> truth(unwrapped);
          default -> unwrapped instanceof List<?> ? unwrapped : null;
        };
    Optional<Allowed> allowed = Allowed.of(expected.origin().comments());
    if (typed == null) {
      throw new UsageException(
          refused(path, actual, wanted + allowed.map(a -> ", " + a.sentence()).orElse("")));
    }
    List<?> judged = typed instanceof List<?> list ? list : List.of(typed);
    if (allowed.isPresent() && !judged.stream().allMatch(allowed.get()::holds)) {
      throw new UsageException(refused(path, actual, allowed.get().sentence()));
    }
  }

  private static Optional<Double> number(Object value) {
    if (value instanceof Number number) {
      return Optional.of(number.doubleValue()).filter(Double::isFinite);
    }
    try {
      return Optional.of(Double.valueOf(String.valueOf(value))).filter(n -> Double.isFinite(n));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Boolean truth(Object value) {
    return switch (String.valueOf(value)) {
      case "true", "yes", "on" -> Boolean.TRUE;
      case "false", "no", "off" -> Boolean.FALSE;
      default -> null;
    };
  }

  private void entries(String path, ConfigValue actual, ConfigValue expected) {
    Optional<String> template = comment(expected, "Entries as:");
    if (template.isEmpty()) {
      return;
    }
    ConfigObject known = reference.getConfig(template.get()).root();
    int number = 0;
    for (ConfigValue entry : (ConfigList) actual) {
      String entryPath = path + "[" + number + "]";
      if (!(entry instanceof ConfigObject object)) {
        throw new UsageException(
            refused(entryPath, entry, "an object with the keys of " + template.get()));
      }
      for (String name : object.keySet()) {
        if (!known.containsKey(name)) {
          throw new UsageException(
              "Unknown key '"
                  + name
                  + "' in "
                  + entryPath
                  + "; the nearest known key is '"
                  + Nearest.of(name, known.keySet())
                  + "'.");
        }
        value(entryPath + "." + name, object.get(name), known.get(name));
      }
      number++;
    }
  }

  private static String refused(String path, ConfigValue actual, String wanted) {
    return "The key '"
        + path
        + "' is "
        + Secrets.shown(path, actual.render(ConfigRenderOptions.concise()))
        + ", but takes "
        + wanted
        + ".";
  }

  static String typeOf(ConfigValue value) {
    if (value.valueType() == ConfigValueType.NUMBER) {
      // As written: 0.0 is kept as the whole number 0.
      return value.atKey("it").getString("it").matches("-?[0-9]+") ? "a whole number" : "a number";
    }
    return switch (value.valueType()) {
      case BOOLEAN -> "true or false";
      case LIST -> "a list";
      case OBJECT -> "an object";
      default -> "text";
    };
  }

  static Optional<ConfigValue> find(ConfigObject root, List<String> path) {
    ConfigValue here = root;
    for (String name : path) {
      if (!(here instanceof ConfigObject object) || object.get(name) == null) {
        return Optional.empty();
      }
      here = object.get(name);
    }
    return Optional.of(here);
  }

  private static boolean isOpen(ConfigValue value) {
    return comment(value, "Open:").isPresent();
  }

  private static Optional<String> comment(ConfigValue value, String start) {
    return value.origin().comments().stream()
        .map(String::strip)
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .findFirst();
  }
}
