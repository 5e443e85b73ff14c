package dev.kith.tools;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Sizes as people write them: `16MiB`, `512m`, `1048576`.
final class ByteSize implements ITypeConverter<Long> {
  private static final Pattern RULE = Pattern.compile("(\\d{1,12})\\s*([kmgt]?)(i?b)?");

  @Override
  public Long convert(String text) {
    Matcher size = RULE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      throw new TypeConversionException("got '" + text + "', expected a size such as 16MiB");
    }
    int shift =
        switch (size.group(2)) {
          case "k" -> 10;
          case "m" -> 20;
          case "g" -> 30;
          case "t" -> 40;
          default -> 0;
        };
    return Long.parseLong(size.group(1)) << shift;
  }
}
