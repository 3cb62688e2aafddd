package org.pose2gloss.pipelines.trigger;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.Optional;
import org.pose2gloss.command.UsageException;

/**
 * Moments in the five fields of crontab(5): minute, hour, day of the month, month, day of the week
 * (0 and 7 are Sunday); each {@code *}, a number, a range {@code 1-5}, a step {@code 0-59/15}, or
 * several of these with commas. Where both days are given, one of them is enough. In UTC.
 */
final class CronSchedule {
  private static final int DAYS_BACK = 366 * 8; // a 29th of February comes at least that often

  private final BitSet minutes;
  private final BitSet hours;
  private final BitSet days;
  private final BitSet months;
  private final BitSet weekdays;
  private final boolean eitherDay;

  private CronSchedule(String[] fields) {
    minutes = field(fields[0], "minute", 0, 59);
    hours = field(fields[1], "hour", 0, 23);
    days = field(fields[2], "day of the month", 1, 31);
    months = field(fields[3], "month", 1, 12);
    weekdays = field(fields[4], "day of the week", 0, 7);
    if (weekdays.get(7)) {
      weekdays.set(0);
    }
    eitherDay = !fields[2].startsWith("*") && !fields[4].startsWith("*");
  }

  /**
   * Reads five fields.
   *
   * @throws UsageException if they are not as crontab has them
   */
  static CronSchedule parse(String text) {
    String[] fields = text.strip().split("\\s+");
    if (fields.length != 5) {
      throw new UsageException(
          "triggers.schedule is '%s', and takes five fields: minute, hour, day of the month, month, day of the week."
              .formatted(text));
    }
    return new CronSchedule(fields);
  }

  /** The latest moment that is not after another; empty if there has been none for years. */
  Optional<Instant> latest(Instant until) {
    LocalDateTime end =
        LocalDateTime.ofInstant(until, ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
    for (int back = 0; back < DAYS_BACK; back++) {
      LocalDateTime day = end.minusDays(back);
      if (!on(day)) {
        continue;
      }
      int from = back == 0 ? end.getHour() * 60 + end.getMinute() : 24 * 60 - 1;
      for (int minute = from; minute >= 0; minute--) {
        if (hours.get(minute / 60) && minutes.get(minute % 60)) {
          return Optional.of(
              day.toLocalDate().atStartOfDay().plusMinutes(minute).toInstant(ZoneOffset.UTC));
        }
      }
    }
    return Optional.empty();
  }

  private boolean on(LocalDateTime day) {
    boolean ofMonth = days.get(day.getDayOfMonth());
    boolean ofWeek = weekdays.get(day.getDayOfWeek().getValue() % 7);
    return months.get(day.getMonthValue()) && (eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek);
  }

  private static BitSet field(String text, String name, int low, int high) {
    BitSet set = new BitSet();
    for (String part : text.split(",", -1)) {
      String[] step = part.split("/", -1);
      String[] range =
          step[0].equals("*") ? new String[] {"" + low, "" + high} : step[0].split("-", -1);
      try {
        int every = step.length == 1 ? 1 : Integer.parseInt(step[1]);
        int from = Integer.parseInt(range[0]);
        int to = range.length > 1 ? Integer.parseInt(range[1]) : step.length == 1 ? from : high;
        if (step.length > 2
            || range.length > 2
            || every < 1
            || from < low
            || to > high
            || from > to) {
          throw wrong(text, name, low, high, null);
        }
        for (int value = from; value <= to; value += every) {
          set.set(value);
        }
      } catch (NumberFormatException e) {
        throw wrong(text, name, low, high, e);
      }
    }
    return set;
  }

  private static UsageException wrong(
      String text, String name, int low, int high, NumberFormatException cause) {
    return new UsageException(
        "The %s in triggers.schedule is '%s', and takes %d to %d, ranges, steps and lists of them."
            .formatted(name, text, low, high),
        cause);
  }
}
