package org.pose2gloss.classifier.training;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Records of numbers, words and further records as properties {@code component.component=value},
 * and back to the last bit.
 */
final class RecordProperties {
  private RecordProperties() {}

  /** The components by their names. */
  static NavigableMap<String, String> of(Record values) {
    NavigableMap<String, String> properties = new TreeMap<>();
    add("", values, properties);
    return properties;
  }

  private static void add(String prefix, Record values, Map<String, String> properties) {
    for (RecordComponent component : values.getClass().getRecordComponents()) {
      String name = prefix + component.getName();
      Object value = value(component, values);
      if (value instanceof Record nested) {
        add(name + ".", nested, properties);
      } else {
        properties.put(name, String.valueOf(value));
      }
    }
  }

  private static Object value(RecordComponent component, Record values) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The record " + values + " cannot be read.", e);
    }
  }

  /**
   * The record that {@link #of} was given.
   *
   * @throws IllegalArgumentException if a component is missing or is no number
   */
  static <R extends Record> R read(Class<R> type, Map<String, String> properties) {
    return read(type, "", properties);
  }

  private static <R extends Record> R read(
      Class<R> type, String prefix, Map<String, String> properties) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = component(types[i], prefix + components[i].getName(), properties);
    }
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no " + type.getSimpleName() + " in " + properties, e);
    }
  }

  private static Object component(Class<?> type, String name, Map<String, String> properties) {
    if (type.isRecord()) {
      return read(type.asSubclass(Record.class), name + ".", properties);
    }
    String text = properties.get(name);
    if (text == null) {
      throw new IllegalArgumentException("no value of " + name);
    }
    if (type == String.class) {
      return text;
    } else if (type == int.class) {
      return Integer.valueOf(text);
    } else if (type == long.class) {
      return Long.valueOf(text);
    } else if (type == float.class) {
      return Float.valueOf(text);
    } else if (type == double.class) {
      return Double.valueOf(text);
    } else if (type == boolean.class) {
      return Boolean.valueOf(text);
    }
    throw new IllegalArgumentException(name + " is a " + type);
  }

  /** Writes a file. */
  static void write(Path file, Map<String, String> values) throws IOException {
    Properties properties = new Properties();
    properties.putAll(values);
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
  }

  /**
   * Reads what {@link #write(Path, Map)} wrote.
   *
   * @throws IOException if the file is not there or is no such file
   */
  static NavigableMap<String, String> read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IllegalArgumentException e) {
      throw new IOException("The file " + file + " is damaged: " + e.getMessage(), e);
    }
    NavigableMap<String, String> values = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
    return values;
  }
}
