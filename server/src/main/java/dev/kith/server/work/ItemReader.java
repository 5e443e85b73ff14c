package dev.kith.server.work;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.kith.gallery.Attribute;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Space;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads an [Item] from JSON by streaming, floats straight into an array. Strict: unknown and
/// doubled keys, wrong types and anything behind the object are refused. Thread-safe.
public final class ItemReader {
  /// Attributes of one subject, and the length of one text among them.
  static final int MOST_ATTRIBUTES = 64;

  static final int LONGEST_TEXT = 1000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(8)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private ItemReader() {}

  /// @throws GalleryException.Invalid `invalid-json` or `invalid-item`, saying what was got and
  ///   what was expected
  public static Item read(byte[] json) {
    try (JsonParser parser = JSON.createParser(json)) {
      expect(parser.nextToken(), JsonToken.START_OBJECT, "an object");
      Item item = new Fields().read(parser);
      if (parser.nextToken() != null) {
        throw invalid("got more after the object, expected its end");
      }
      return item;
    } catch (JsonParseException e) {
      throw new GalleryException.Invalid("invalid-json", sentence(e));
    } catch (IOException e) {
      throw new GalleryException.Invalid("invalid-json", "got " + e.getMessage());
    }
  }

  private static String sentence(JsonProcessingException e) {
    var where = e.getLocation();
    return "%s at column %d"
        .formatted(e.getOriginalMessage(), where == null ? 0 : where.getColumnNr());
  }

  private static GalleryException.Invalid invalid(String message) {
    return new GalleryException.Invalid("invalid-item", message);
  }

  private static void expect(@Nullable JsonToken got, JsonToken wanted, String words) {
    if (got != wanted) {
      throw invalid("got %s, expected %s".formatted(got == null ? "nothing" : got, words));
    }
  }

  private static final class Fields {
    private @Nullable String id;
    private @Nullable String subject;
    private @Nullable String template;
    private @Nullable String notSubject;
    private @Nullable String displayName;
    private @Nullable String space;
    private @Nullable Map<String, Attribute> attributes;
    private float @Nullable [] embedding;
    private byte @Nullable [] image;

    Item read(JsonParser parser) throws IOException {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        field(parser, name);
      }
      if (embedding != null && image != null) {
        throw invalid("got both an embedding and an image, expected one of them");
      }
      if (space != null && embedding == null) {
        throw invalid("got a space without an embedding");
      }
      return new Item(
          Optional.ofNullable(id),
          Optional.ofNullable(subject),
          Optional.ofNullable(template),
          Optional.ofNullable(notSubject),
          Optional.ofNullable(displayName),
          Optional.ofNullable(attributes),
          presented());
    }

    private Optional<Presented> presented() {
      if (embedding != null) {
        return Optional.of(new Presented.Vector(embedding, Optional.ofNullable(space)));
      }
      return image == null ? Optional.empty() : Optional.of(new Presented.Image(image));
    }

    private void field(JsonParser parser, String name) throws IOException {
      switch (name) {
        case "id" -> id = text(parser, name, 200);
        case "subject" -> subject = text(parser, name, Integer.MAX_VALUE);
        case "template" -> template = text(parser, name, Integer.MAX_VALUE);
        case "notSubject" -> notSubject = text(parser, name, Integer.MAX_VALUE);
        case "displayName" -> displayName = text(parser, name, LONGEST_TEXT);
        case "space" -> space = text(parser, name, LONGEST_TEXT);
        case "attributes" -> attributes = attributes(parser);
        case "embedding" -> embedding = floats(parser);
        case "image" -> image = bytes(parser);
        default -> throw invalid("got the unknown key \"%s\"".formatted(name));
      }
    }
  }

  private static String text(JsonParser parser, String name, int longest) throws IOException {
    expect(parser.currentToken(), JsonToken.VALUE_STRING, "a string for " + name);
    String text = parser.getText();
    whole(text, name);
    int length = text.codePointCount(0, text.length());
    if (length > longest) {
      throw invalid("%s has %d characters, expected at most %d".formatted(name, length, longest));
    }
    return text;
  }

  private static void whole(String text, String name) {
    if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
      throw invalid(name + " holds half a surrogate pair, expected Unicode text");
    }
  }

  private static byte[] bytes(JsonParser parser) throws IOException {
    expect(parser.currentToken(), JsonToken.VALUE_STRING, "a base64 string for image");
    try {
      return parser.getBinaryValue();
    } catch (JsonParseException e) {
      throw invalid("image is not base64: " + e.getOriginalMessage());
    }
  }

  private static float[] floats(JsonParser parser) throws IOException {
    expect(parser.currentToken(), JsonToken.START_ARRAY, "an array of numbers for embedding");
    float[] values = new float[128];
    int count = 0;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      if (token == null || !token.isNumeric()) {
        throw invalid("number %d of the embedding is %s".formatted(count, token));
      }
      if (count == Space.LARGEST_DIMENSION) {
        throw new GalleryException.Invalid(
            "dimension-mismatch",
            "got an embedding of more than %d numbers".formatted(Space.LARGEST_DIMENSION));
      }
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count++] = parser.getFloatValue();
    }
    return Arrays.copyOf(values, count);
  }

  private static Map<String, Attribute> attributes(JsonParser parser) throws IOException {
    expect(parser.currentToken(), JsonToken.START_OBJECT, "an object for attributes");
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      whole(name, "an attribute's name");
      parser.nextToken();
      attributes.put(name, attribute(parser, name));
      if (attributes.size() > MOST_ATTRIBUTES || name.length() > LONGEST_TEXT) {
        throw invalid(
            "got more than %d attributes or a name longer than %d characters"
                .formatted(MOST_ATTRIBUTES, LONGEST_TEXT));
      }
    }
    return attributes;
  }

  private static Attribute attribute(JsonParser parser, String name) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> new Attribute.Text(text(parser, "attribute " + name, LONGEST_TEXT));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Attribute.Numeric(parser.getDoubleValue());
      case VALUE_TRUE -> new Attribute.Flag(true);
      case VALUE_FALSE -> new Attribute.Flag(false);
      case null, default ->
          throw invalid(
              "attribute %s is %s, expected a string, a number or a boolean"
                  .formatted(name, parser.currentToken()));
    };
  }
}
