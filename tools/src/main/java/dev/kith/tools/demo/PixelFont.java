package dev.kith.tools.demo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.Locale;
import java.util.Map;

/// Small letters of five by nine dots. Java draws text with the fonts of the system, and a server
/// often has none.
final class PixelFont {
  static final int HEIGHT = 9;
  private static final int ADVANCE = 6;

  /// Nine rows a letter, each a base-32 digit: its five bits are the dots from left to right.
  private static final Map<Character, String> LETTERS =
      Map.ofEntries(
          Map.entry('a', "00e1fhf00"),
          Map.entry('b', "ggmphhu00"),
          Map.entry('c', "00egghe00"),
          Map.entry('d', "11djhhf00"),
          Map.entry('e', "00ehvge00"),
          Map.entry('f', "698s88800"),
          Map.entry('g', "00fhhhf1e"),
          Map.entry('h', "ggmphhh00"),
          Map.entry('i', "40c444e00"),
          Map.entry('j', "2062222ic"),
          Map.entry('k', "ggikoki00"),
          Map.entry('l', "c44444e00"),
          Map.entry('m', "00qllhh00"),
          Map.entry('n', "00mphhh00"),
          Map.entry('o', "00ehhhe00"),
          Map.entry('p', "00uhhhugg"),
          Map.entry('q', "00fhhhf11"),
          Map.entry('r', "00mpggg00"),
          Map.entry('s', "00fge1u00"),
          Map.entry('t', "88s889600"),
          Map.entry('u', "00hhhjd00"),
          Map.entry('v', "00hhha400"),
          Map.entry('w', "00hhlla00"),
          Map.entry('x', "00ha4ah00"),
          Map.entry('y', "00hhhhf1e"),
          Map.entry('z', "00v248v00"),
          Map.entry('0', "ehjlphe00"),
          Map.entry('1', "4c4444e00"),
          Map.entry('2', "eh1248v00"),
          Map.entry('3', "v2421he00"),
          Map.entry('4', "26aiv2200"),
          Map.entry('5', "vgu11he00"),
          Map.entry('6', "68guhhe00"),
          Map.entry('7', "v12488800"),
          Map.entry('8', "ehhehhe00"),
          Map.entry('9', "ehhf12c00"),
          Map.entry('.', "00000cc00"),
          Map.entry(',', "000000c48"),
          Map.entry(':', "00cc0cc00"),
          Map.entry('-', "000e00000"),
          Map.entry('/', "11248gg00"),
          Map.entry('(', "248884200"),
          Map.entry(')', "842224800"),
          Map.entry('?', "eh1240400"),
          Map.entry(' ', "000000000"));

  private PixelFont() {}

  /// Draws a line of text; what has no letter becomes a question mark.
  ///
  /// @param scale pixels a dot
  static void draw(Graphics2D on, String text, int x, int y, int scale, Color colour) {
    on.setColor(colour);
    int left = x;
    for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
      letter(on, LETTERS.getOrDefault(c, "eh1240400"), left, y, scale);
      left += ADVANCE * scale;
    }
  }

  private static void letter(Graphics2D on, String rows, int x, int y, int scale) {
    for (int row = 0; row < HEIGHT; row++) {
      int bits = Character.digit(rows.charAt(row), 32);
      for (int column = 0; column < 5; column++) {
        if ((bits & (16 >> column)) != 0) {
          on.fillRect(x + column * scale, y + row * scale, scale, scale);
        }
      }
    }
  }

  static int width(String text, int scale) {
    return text.length() * ADVANCE * scale;
  }
}
