package org.pose2gloss.house;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The pages of {@code docs} that are written from the sources say what these say now. With {@code
 * -Dpose2gloss.pages=write} they are written.
 */
class PagesTest {
  private static final Path ROOT =
      Path.of(System.getProperty("pose2gloss.root", "../..")).toAbsolutePath().normalize();
  private static final boolean WRITE = System.getProperty("pose2gloss.pages", "").equals("write");

  @Test
  void theConfigurationIsThatOfTheReference() throws IOException {
    check("configuration.md", ConfigurationPage.text(ROOT.resolve("conf/reference.conf")));
  }

  @Test
  void theTablesAreThoseOfTheCode() throws IOException {
    check("tables.md", TablesPage.text());
  }

  @Test
  void theModulesAreThoseOfTheBuild() throws Exception {
    check("architecture.md", ModulesPage.text(ROOT));
  }

  private static void check(String name, String text) throws IOException {
    Path page = ROOT.resolve("docs").resolve(name);
    String now = Files.readString(page, UTF_8);
    int begin = now.indexOf("-->\n", now.indexOf("<!-- written from ")) + "-->\n".length();
    int end = now.indexOf("<!-- end -->", begin);
    assertThat(end).as("the marks in docs/%s between which it is written", name).isPositive();
    String wanted = now.substring(0, begin) + "\n" + text + "\n\n" + now.substring(end);
    if (WRITE) {
      Files.writeString(page, wanted, UTF_8);
    }
    assertThat(Files.readString(page, UTF_8))
        .as(
            "docs/%s; to write it anew: mvn -pl ci/house -am -Dtest=PagesTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dpose2gloss.pages=write verify",
            name)
        .isEqualTo(wanted);
  }
}
