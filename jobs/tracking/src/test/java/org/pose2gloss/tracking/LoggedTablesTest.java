package org.pose2gloss.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What MLflow's own clients look for in the tag that lists a run's tables. */
class LoggedTablesTest {

  @Test
  void theTagIsFoundByTheFilterOfLoadTable() {
    String tag = LoggedTables.tag(List.of("evaluation/test/glosses.json", "pairs.json"));

    // mlflow/tracking/client.py, load_table: LIKE '%"path"%:%"FILE",%"type"%:%"table"%'
    assertThat(tag)
        .matches(".*\"path\".*:.*\"evaluation/test/glosses.json\",.*\"type\".*:.*\"table\".*")
        .matches(".*\"path\".*:.*\"pairs.json\",.*\"type\".*:.*\"table\".*")
        .isEqualTo(
            "[{\"path\":\"evaluation/test/glosses.json\",\"type\":\"table\"},"
                + "{\"path\":\"pairs.json\",\"type\":\"table\"}]");
  }

  @Test
  void aTableIsWhatPandasReadsWithOrientSplit() {
    assertThat(
            LoggedTables.json(
                List.of("gloss", "f1"), List.of(List.of("A", 0.5), List.of("B", Double.NaN))))
        .isEqualTo("{\"columns\":[\"gloss\",\"f1\"],\"data\":[[\"A\",0.5],[\"B\",null]]}");
  }
}
