package dev.kith.server.http;

import dev.kith.gallery.GalleryException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Percent-decoding (RFC 3986), strict: what isn't UTF-8 in the end is refused rather than guessed,
/// so that two ids never meet in one.
final class Percent {
  private Percent() {}

  /// @throws GalleryException.Invalid `invalid-encoding`
  static String decode(String text) {
    return decode(text, false);
  }

  /// The same for a query, where a plus stands for a space.
  static String decodeQuery(String text) {
    return decode(text, true);
  }

  private static String decode(String text, boolean plusIsSpace) {
    return standsForItself(text) ? text : decoded(text, plusIsSpace);
  }

  /// What most paths are made of. A loop, since every request comes by several times.
  private static boolean standsForItself(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '%' || c == '+') {
        return false;
      }
    }
    return true;
  }

  private static String decoded(String text, boolean plusIsSpace) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        bytes.write(octet(text, i));
        i += 2;
      } else if (c > ' ' && c < 0x7f) {
        bytes.write(plusIsSpace && c == '+' ? ' ' : c);
      } else {
        throw invalid(
            "got the raw character U+%04X, expected it percent-encoded".formatted((int) c));
      }
    }
    return utf8(bytes.toByteArray());
  }

  private static int octet(String text, int at) {
    int high = at + 2 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
    int low = at + 2 < text.length() ? Character.digit(text.charAt(at + 2), 16) : -1;
    if (high < 0 || low < 0) {
      throw invalid("got a percent sign without two hexadecimal digits behind it");
    }
    return 16 * high + low;
  }

  private static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      throw invalid("got percent-encoded bytes that aren't UTF-8");
    }
  }

  private static GalleryException.Invalid invalid(String message) {
    return new GalleryException.Invalid("invalid-encoding", message);
  }
}
