package org.pose2gloss.pipelines.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pose2gloss.command.UsageException;

class CronScheduleTest {
  /** 2026-11-24 is a Tuesday; moments reckoned by hand from crontab(5). */
  @ParameterizedTest
  @CsvSource({
    "30 2 * * *, 2026-11-24T11:45:10Z, 2026-11-24T02:30:00Z",
    "30 2 * * *, 2026-11-24T02:29:59Z, 2026-11-23T02:30:00Z",
    "*/15 * * * *, 2026-11-24T11:44:59Z, 2026-11-24T11:30:00Z",
    "0 9 * * 1-5, 2026-11-22T12:00:00Z, 2026-11-20T09:00:00Z",
    "0 9 * * 7, 2026-11-24T12:00:00Z, 2026-11-22T09:00:00Z",
    "0 0 1 * 1, 2026-11-24T12:00:00Z, 2026-11-23T00:00:00Z",
    "0 0 29 2 *, 2026-11-24T12:00:00Z, 2024-02-29T00:00:00Z",
    "59 23 31 12 *, 2026-11-24T12:00:00Z, 2025-12-31T23:59:00Z"
  })
  void theLatestMomentIsTheOneThatCrontabMeans(String text, Instant now, Instant moment) {
    assertThat(CronSchedule.parse(text).latest(now)).contains(moment);
  }

  @Test
  void aListOfHoursHasEachOfThem() {
    CronSchedule schedule = CronSchedule.parse("0 6,18 * * *");

    assertThat(schedule.latest(Instant.parse("2026-11-24T17:00:00Z")))
        .contains(Instant.parse("2026-11-24T06:00:00Z"));
    assertThat(schedule.latest(Instant.parse("2026-11-24T18:00:00Z")))
        .contains(Instant.parse("2026-11-24T18:00:00Z"));
  }

  @Test
  void aDayThatNeverComesHasNoMoment() {
    assertThat(CronSchedule.parse("0 0 31 2 *").latest(Instant.parse("2026-11-24T12:00:00Z")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"61 * * * *", "* * * *", "a * * * *", "5-1 * * * *", "*/0 * * * *", "1/2/3 * * * *"})
  void whatCrontabDoesNotTakeIsRefused(String text) {
    assertThatThrownBy(() -> CronSchedule.parse(text))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("triggers.schedule");
  }
}
