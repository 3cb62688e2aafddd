package org.pose2gloss.jobs.evaluation;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.pose2gloss.charts.Charts;
import org.pose2gloss.classifier.evaluation.ConfusionMatrix;
import org.pose2gloss.classifier.evaluation.Evaluation;

/**
 * A confusion matrix as a picture: rows are the signs shown, columns what the model said. What is
 * right is blue, what is not is orange, the darker the larger its share of the row. Every gloss is
 * named up to some hundreds of them; of more, only the pattern can be seen.
 */
final class ConfusionPicture {
  private static final int TITLE_HEIGHT = 70;
  private static final int MARGIN = 12;

  /** Width that the title takes. */
  private static final int NARROWEST = 860;

  /** Cells in which a number can be read. */
  private static final int WIDE_CELL = 20;

  /** Cells beside which a gloss can be read. */
  private static final int NAMED_CELL = 9;

  private static final int LARGEST_FONT = 12;

  /** Glosses between two lines of the grid. */
  private static final int GRID = 10;

  private static final Color GRID_COLOR = new Color(0xE4, 0xE4, 0xE4);
  private static final Color RIGHT = new Color(0x08, 0x45, 0x94);
  private static final Color WRONG = new Color(0xC8, 0x3E, 0x0A);

  /** How dark the smallest share is, so that a single confusion can be seen. */
  private static final double LIGHTEST = 0.25;

  private final SplitEvaluation split;
  private final Evaluation evaluation;
  private final int classes;
  private final int cell;
  private final Font font;

  private ConfusionPicture(SplitEvaluation split) {
    this.split = split;
    this.evaluation = split.evaluation();
    this.classes = evaluation.glosses().size();
    this.cell = cell(classes);
    this.font = new Font(Font.SANS_SERIF, Font.PLAIN, Math.min(LARGEST_FONT, cell - 1));
  }

  /** Writes the PNG. */
  static void write(SplitEvaluation split, Path file) throws IOException {
    ImageIO.write(new ConfusionPicture(split).draw(), "png", file.toFile());
  }

  /** Pixels of a cell's side: what keeps the picture below about 4,000 pixels. */
  private static int cell(int classes) {
    if (classes <= 40) {
      return 24;
    }
    if (classes <= 100) {
      return 14;
    }
    return classes <= 400 ? NAMED_CELL : Math.max(1, 4000 / classes);
  }

  private boolean isNamed() {
    return cell >= NAMED_CELL;
  }

  private BufferedImage draw() {
    int names = isNamed() ? widestName() + MARGIN : MARGIN;
    int side = classes * cell;
    int width = Math.max(names + side + MARGIN, NARROWEST);
    BufferedImage picture =
        new BufferedImage(width, TITLE_HEIGHT + names + side + MARGIN, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = picture.createGraphics();
    canvas.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    canvas.setColor(Color.WHITE);
    canvas.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    title(canvas);
    canvas.translate(names, TITLE_HEIGHT + names);
    canvas.setFont(font);
    grid(canvas, side);
    evaluation.confusion().cells().forEach(one -> draw(canvas, one));
    if (isNamed()) {
      names(canvas);
    }
    canvas.dispose();
    return picture;
  }

  private void title(Graphics2D canvas) {
    canvas.setColor(Color.BLACK);
    canvas.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
    canvas.drawString(
        String.format(
            Locale.ROOT,
            "%s: confusion of %,d glosses, top-1 %.1f %%, top-5 %.1f %% of %,d examples",
            split.split(),
            classes,
            100 * evaluation.top1(),
            100 * evaluation.top5(),
            evaluation.examples()),
        MARGIN,
        26);
    canvas.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    canvas.drawString(
        "A row is the gloss shown, a column the gloss predicted. Blue is right, orange wrong; the"
            + " darker, the larger the share of its row.",
        MARGIN,
        48);
  }

  private void grid(Graphics2D canvas, int side) {
    canvas.setColor(GRID_COLOR);
    for (int i = 0; i <= classes; i += GRID) {
      canvas.drawLine(i * cell, 0, i * cell, side);
      canvas.drawLine(0, i * cell, side, i * cell);
    }
    canvas.drawRect(0, 0, side, side);
  }

  private void draw(Graphics2D canvas, ConfusionMatrix.Cell one) {
    double share = one.count() / (double) evaluation.confusion().support(one.label());
    canvas.setColor(tinted(one.isRight() ? RIGHT : WRONG, share));
    int x = one.predicted() * cell;
    int y = one.label() * cell;
    canvas.fillRect(x, y, Math.max(1, cell - 1), Math.max(1, cell - 1));
    if (cell >= WIDE_CELL) {
      canvas.setColor(share > 0.4 ? Color.WHITE : Color.BLACK);
      String count = Integer.toString(one.count());
      FontMetrics metrics = canvas.getFontMetrics();
      canvas.drawString(
          count,
          x + (cell - metrics.stringWidth(count)) / 2,
          y + (cell + metrics.getAscent() - metrics.getDescent()) / 2);
    }
  }

  private static Color tinted(Color color, double share) {
    double strength = LIGHTEST + (1 - LIGHTEST) * share;
    return new Color(
        blended(color.getRed(), strength),
        blended(color.getGreen(), strength),
        blended(color.getBlue(), strength));
  }

  private static int blended(int channel, double strength) {
    return (int) Math.round(255 + strength * (channel - 255));
  }

  private void names(Graphics2D canvas) {
    canvas.setColor(Color.BLACK);
    FontMetrics metrics = canvas.getFontMetrics();
    int middle = (cell + metrics.getAscent() - metrics.getDescent()) / 2;
    AffineTransform upright = canvas.getTransform();
    for (int label = 0; label < classes; label++) {
      String name = name(label);
      canvas.drawString(name, -4 - metrics.stringWidth(name), label * cell + middle);
      canvas.rotate(-Math.PI / 2);
      canvas.drawString(name, 4, label * cell + middle);
      canvas.setTransform(upright);
    }
  }

  private String name(int label) {
    return Charts.shortened(evaluation.glosses().get(label));
  }

  private int widestName() {
    Graphics2D canvas = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    FontMetrics metrics = canvas.getFontMetrics(font);
    List<String> glosses = evaluation.glosses();
    int widest = 0;
    for (int label = 0; label < glosses.size(); label++) {
      widest = Math.max(widest, metrics.stringWidth(name(label)));
    }
    canvas.dispose();
    return widest;
  }
}
