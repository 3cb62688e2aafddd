package org.pose2gloss.command;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The configuration of one command: {@code reference.conf}, overridden by the files given with
 * {@code --conf} in their order, overridden by {@code --set key=value}; every key and value
 * checked.
 */
public final class Settings {
  private static final String REFERENCE = "org/pose2gloss/command/reference.conf";

  private final Config config;

  private Settings(Config config) {
    this.config = config;
  }

  /** What holds when nothing is overridden, environment variables included. */
  public static Settings defaults() {
    return load(List.of(), List.of());
  }

  /**
   * Reads and checks.
   *
   * @param files HOCON files, later ones override earlier ones
   * @param assignments {@code key=value}, later ones override earlier ones and every file
   * @throws UsageException if a file is missing or no HOCON, a key unknown or a value not allowed
   */
  public static Settings load(List<Path> files, List<String> assignments) {
    Config reference = reference();
    SettingsCheck check = new SettingsCheck(reference);
    Config given = ConfigFactory.empty();
    for (Path file : files) {
      Config parsed = parse(file);
      check.keys(parsed, file.toString());
      given = parsed.withFallback(given);
    }
    for (String assignment : assignments) {
      Config parsed = parse(assignment, reference);
      check.keys(parsed, "--set " + assignment.substring(0, assignment.indexOf('=')));
      given = parsed.withFallback(given);
    }
    try {
      Config resolved = given.withFallback(reference).resolve();
      check.values(resolved);
      return new Settings(resolved);
    } catch (ConfigException.UnresolvedSubstitution e) {
      throw new UsageException(
          "The configuration refers to something that is not set: " + e.getMessage(), e);
    }
  }

  static Config reference() {
    return ConfigFactory.parseResources(
            Settings.class.getClassLoader(),
            REFERENCE,
            ConfigParseOptions.defaults().setAllowMissing(false))
        .resolve();
  }

  private static Config parse(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UsageException(
          "The configuration file " + file + " does not exist; give --conf an existing file.");
    }
    try {
      return ConfigFactory.parseFile(
          file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
    } catch (ConfigException e) {
      throw new UsageException(
          "The configuration file " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Config parse(String assignment, Config reference) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw new UsageException("--set takes key=value, not '" + Secrets.shown(assignment) + "'.");
    }
    String key = assignment.substring(0, equals).strip();
    String value = assignment.substring(equals + 1).strip();
    try {
      ConfigUtil.splitPath(key);
      if (isText(reference, key)) {
        return ConfigFactory.parseMap(Map.of(key, value));
      }
      return ConfigFactory.parseString(key + " = " + (value.isEmpty() ? "\"\"" : value));
    } catch (ConfigException e) {
      // What the parser says quotes the value.
      throw Secrets.isSecret(key)
          ? new UsageException("--set " + Secrets.shown(assignment) + " cannot be read: quote it.")
          : new UsageException("--set " + assignment + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Text is taken as it stands, so that a path or an address needs no quotes. */
  private static boolean isText(Config reference, String key) {
    ConfigValue known =
        SettingsCheck.find(reference.root(), ConfigUtil.splitPath(key)).orElse(null);
    return known != null && SettingsCheck.typeOf(known).equals("text");
  }

  /** A word or sentence; empty where the key is not set. */
  public String text(String key) {
    return config.getString(key);
  }

  /** A text that may be left empty. */
  public Optional<String> optionalText(String key) {
    return Optional.of(config.getString(key)).filter(value -> !value.isBlank());
  }

  /** A text without which the command cannot work. */
  public String requiredText(String key) {
    return optionalText(key)
        .orElseThrow(
            () ->
                new UsageException(
                    "The key "
                        + key
                        + " is not set; give it in a --conf file or by --set "
                        + key
                        + "=..."));
  }

  /**
   * A whole number of 32 bits.
   *
   * @throws UsageException if it is beyond that
   */
  public int integer(String key) {
    try {
      return config.getInt(key);
    } catch (ConfigException.WrongType e) {
      throw new UsageException(
          "The key '"
              + key
              + "' is "
              + config.getString(key)
              + ", but takes a whole number up to "
              + Integer.MAX_VALUE
              + ".",
          e);
    }
  }

  /** A whole number of 64 bits. */
  public long longInteger(String key) {
    return config.getLong(key);
  }

  /** A number. */
  public double number(String key) {
    return config.getDouble(key);
  }

  /** A length of time, above 0. */
  public Duration duration(String key) {
    return config.getDuration(key);
  }

  /** On or off. */
  public boolean flag(String key) {
    return config.getBoolean(key);
  }

  /** A list of words. */
  public List<String> texts(String key) {
    return config.getStringList(key);
  }

  /** The entries of an open object such as {@code spark.conf}: full names and their values. */
  public Map<String, String> entries(String key) {
    Map<String, String> entries = new TreeMap<>();
    config
        .getConfig(key)
        .entrySet()
        .forEach(
            entry ->
                entries.put(
                    String.join(".", ConfigUtil.splitPath(entry.getKey())),
                    String.valueOf(entry.getValue().unwrapped())));
    return entries;
  }

  /**
   * The objects of a list, each completed by the defaults of one entry.
   *
   * @param key a list of objects
   * @param defaultsKey the object that documents one entry
   */
  public List<Settings> objects(String key, String defaultsKey) {
    Config defaults = config.getConfig(defaultsKey);
    return config.getConfigList(key).stream()
        .map(entry -> new Settings(entry.withFallback(defaults)))
        .toList();
  }

  /**
   * Every key under the given sections with its value as text, for the record of a run; secret
   * values are not.
   */
  public Map<String, String> flattened(String... sections) {
    Map<String, String> flat = new LinkedHashMap<>();
    for (String section : sections) {
      new TreeMap<>(config.getConfig(section).root())
          .forEach((name, value) -> flatten(section + "." + name, value, flat));
    }
    return flat;
  }

  private static void flatten(String path, ConfigValue value, Map<String, String> into) {
    if (value instanceof ConfigObject object) {
      new TreeMap<>(object).forEach((name, inner) -> flatten(path + "." + name, inner, into));
    } else if (value instanceof ConfigList) {
      into.put(path, Secrets.shown(path, value.render(ConfigRenderOptions.concise())));
    } else {
      into.put(path, Secrets.shown(path, String.valueOf(value.unwrapped())));
    }
  }
}
