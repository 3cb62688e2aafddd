package org.pose2gloss.jobs;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Small pictures in rows under a title, each with a caption. */
final class ContactSheet {
  private static final int COLUMNS = 4;
  private static final int CELL_WIDTH = 320;
  private static final int LINE_HEIGHT = 20;
  private static final int MARGIN = 6;
  private static final Color PAPER = new Color(250, 250, 248);
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

  private final BufferedImage sheet;
  private final Graphics2D canvas;
  private final int cellHeight;
  private int cells;

  /**
   * An empty sheet.
   *
   * @param title what the pictures show
   * @param pictures how many there will be, 1 or more
   * @param width width of a picture, in pixels; only the proportions count
   * @param height height of a picture
   */
  ContactSheet(String title, int pictures, int width, int height) {
    cellHeight = Math.max(1, Math.round(CELL_WIDTH * (height / (float) width)));
    int columns = Math.min(COLUMNS, pictures);
    int rows = (pictures + COLUMNS - 1) / COLUMNS;
    sheet =
        new BufferedImage(
            MARGIN + columns * (CELL_WIDTH + MARGIN),
            LINE_HEIGHT + MARGIN + rows * (cellHeight + LINE_HEIGHT + MARGIN),
            BufferedImage.TYPE_INT_RGB);
    canvas = sheet.createGraphics();
    canvas.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    canvas.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    canvas.setFont(FONT);
    canvas.setColor(PAPER);
    canvas.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    text(title, MARGIN, 0);
  }

  /** Puts the next picture down. */
  void add(BufferedImage picture, String caption) {
    int x = MARGIN + cells % COLUMNS * (CELL_WIDTH + MARGIN);
    int y = LINE_HEIGHT + MARGIN + cells / COLUMNS * (cellHeight + LINE_HEIGHT + MARGIN);
    canvas.drawImage(picture, x, y, CELL_WIDTH, cellHeight, null);
    text(caption, x, y + cellHeight);
    cells++;
  }

  private void text(String text, int x, int y) {
    canvas.setColor(Color.BLACK);
    canvas.drawString(text, x, y + LINE_HEIGHT - MARGIN);
  }

  /** The sheet as it is now. */
  BufferedImage picture() {
    return sheet;
  }
}
