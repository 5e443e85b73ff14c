package dev.kith.tools.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/// A picture of probes and answers: each probe beside the enrolled sample that came nearest, with
/// the decision under both.
final class ContactSheet {
  private static final int COLUMNS = 4;
  private static final int THUMB = 96;
  private static final int GAP = 12;
  private static final int CAPTION = 52;
  private static final int CELL_WIDTH = 2 * THUMB + 3 * GAP;
  private static final int CELL_HEIGHT = THUMB + CAPTION + GAP;
  private static final int HEADING = 44;

  private static final Color PAPER = new Color(0xF6F4EF);
  private static final Color CARD = Color.WHITE;
  private static final Color INK = new Color(0x22262B);
  private static final Color FAINT = new Color(0x7A8088);
  private static final Color GOOD = new Color(0x2E7D4F);
  private static final Color UNSURE = new Color(0xB7791F);
  private static final Color WRONG = new Color(0xB03A2E);

  private ContactSheet() {}

  enum Verdict {
    RIGHT,
    UNSURE,
    WRONG
  }

  /// One probe and what was answered.
  ///
  /// @param nearest an enrolled sample of the first candidate
  /// @param lines two short lines of text
  record Cell(BufferedImage probe, BufferedImage nearest, Verdict verdict, List<String> lines) {
    Cell {
      lines = List.copyOf(lines);
    }
  }

  /// A heading and the cells under it.
  record Section(String heading, List<Cell> cells) {
    Section {
      cells = List.copyOf(cells);
    }

    int rows() {
      return (cells.size() + COLUMNS - 1) / COLUMNS;
    }

    int height() {
      return HEADING + rows() * (CELL_HEIGHT + GAP);
    }
  }

  static void write(List<Section> sections, Path file) throws IOException {
    int width = COLUMNS * (CELL_WIDTH + GAP) + GAP;
    int height = GAP + sections.stream().mapToInt(Section::height).sum();
    BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D on = sheet.createGraphics();
    try {
      on.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      on.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      on.setColor(PAPER);
      on.fillRect(0, 0, width, height);
      int y = GAP;
      for (Section section : sections) {
        section(on, section, y);
        y += section.height();
      }
    } finally {
      on.dispose();
    }
    if (!ImageIO.write(sheet, "png", file.toFile())) {
      throw new IOException("this runtime has no png writer");
    }
  }

  private static void section(Graphics2D on, Section section, int top) {
    PixelFont.draw(on, section.heading(), GAP, top + 10, 2, INK);
    for (int i = 0; i < section.cells().size(); i++) {
      int x = GAP + i % COLUMNS * (CELL_WIDTH + GAP);
      int y = top + HEADING + i / COLUMNS * (CELL_HEIGHT + GAP);
      cell(on, section.cells().get(i), x, y);
    }
  }

  private static void cell(Graphics2D on, Cell cell, int x, int y) {
    Color colour =
        switch (cell.verdict()) {
          case RIGHT -> GOOD;
          case UNSURE -> UNSURE;
          case WRONG -> WRONG;
        };
    on.setColor(CARD);
    on.fillRoundRect(x, y, CELL_WIDTH, CELL_HEIGHT, 10, 10);
    on.setColor(colour);
    on.setStroke(new BasicStroke(2));
    on.drawRoundRect(x, y, CELL_WIDTH, CELL_HEIGHT, 10, 10);
    on.drawImage(cell.probe(), x + GAP, y + GAP, THUMB, THUMB, null);
    on.drawImage(cell.nearest(), x + 2 * GAP + THUMB, y + GAP, THUMB, THUMB, null);
    int text = y + GAP + THUMB + 8;
    for (int i = 0; i < cell.lines().size(); i++) {
      PixelFont.draw(
          on,
          cell.lines().get(i),
          x + GAP,
          text + i * 2 * (PixelFont.HEIGHT + 1),
          2,
          i == 0 ? colour : FAINT);
    }
  }
}
