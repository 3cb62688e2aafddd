package org.pose2gloss.jobs;

import com.kennycason.kumo.CollisionMode;
import com.kennycason.kumo.WordCloud;
import com.kennycason.kumo.WordFrequency;
import com.kennycason.kumo.bg.RectangleBackground;
import com.kennycason.kumo.font.KumoFont;
import com.kennycason.kumo.font.scale.SqrtFontScalar;
import com.kennycason.kumo.image.AngleGenerator;
import com.kennycason.kumo.palette.ColorPalette;
import com.kennycason.kumo.wordstart.CenterWordStart;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pose2gloss.charts.Charts;

/** The most frequent glosses as a cloud of words: the more videos, the larger. */
final class WordCloudPicture {
  /** With more of them none could be read. */
  private static final int MOST_WORDS = 150;

  private static final int SMALLEST = 12;

  /** Width of a wide letter in parts of its height. */
  private static final double WIDEST = 0.9;

  /** Space between words in pixels, about that of a letter. */
  private static final int PADDING = 6;

  private WordCloudPicture() {}

  /**
   * Draws; the same glosses give the same picture.
   *
   * @param glosses most frequent first
   * @param file a PNG to write
   */
  static void draw(List<SampleStatistics.Gloss> glosses, Path file) throws IOException {
    Dimension size = new Dimension(Charts.WIDTH, Charts.HEIGHT);
    List<String> names =
        glosses.stream().limit(MOST_WORDS).map(gloss -> Charts.shortened(gloss.name())).toList();
    WordCloud cloud = new WordCloud(size, CollisionMode.PIXEL_PERFECT);
    cloud.setBackground(new RectangleBackground(size));
    cloud.setBackgroundColor(Color.WHITE);
    cloud.setPadding(PADDING);
    cloud.setAngleGenerator(new AngleGenerator(0));
    cloud.setWordStartStrategy(new CenterWordStart());
    cloud.setKumoFont(new KumoFont(new Font(Font.SANS_SERIF, Font.BOLD, SMALLEST)));
    cloud.setFontScalar(new SqrtFontScalar(SMALLEST, largest(names)));
    cloud.setColorPalette(
        new ColorPalette(
            new Color(0x08, 0x30, 0x6B),
            new Color(0x1F, 0x77, 0xB4),
            new Color(0xD9, 0x5F, 0x02),
            new Color(0x2C, 0x7F, 0x2C),
            new Color(0x6A, 0x3D, 0x9A)));
    // It sorts the list that it is given.
    List<WordFrequency> words = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      words.add(new WordFrequency(names.get(i), (int) Math.min(1 << 30, glosses.get(i).videos())));
    }
    cloud.build(words);
    try (OutputStream out = Files.newOutputStream(file)) {
      cloud.writeToStreamAsPNG(out);
    }
  }

  /**
   * Few words fill the picture when they are large, many fit into it when they are small; the
   * longest has to fit into its width.
   */
  private static int largest(List<String> words) {
    int wanted = words.size() <= 10 ? 110 : words.size() <= 40 ? 72 : 44;
    int longest = words.stream().mapToInt(String::length).max().orElse(1);
    return Math.max(SMALLEST, Math.min(wanted, (int) (Charts.WIDTH / (WIDEST * longest))));
  }
}
