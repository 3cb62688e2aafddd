package org.pose2gloss.jobs;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time on the command line, in the words of the configuration files: 30d, 12 hours. */
final class Age implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String value) {
    try {
      return ConfigFactory.parseMap(Map.of("age", value)).getDuration("age");
    } catch (ConfigException e) {
      throw new TypeConversionException(
          String.format(
              "'%s' is no length of time: give one such as 30d, 12h or 90 minutes.", value));
    }
  }
}
