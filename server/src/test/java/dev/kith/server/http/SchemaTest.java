package dev.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ours against a schema validator of somebody else's: both must agree on what the document allows.
class SchemaTest {
  private static final String[] KEYS = {
    "encoder", "dimension", "fpir", "threshold", "fmr", "recall", "keepSamples", "review", "other"
  };

  @ParameterizedTest
  @ValueSource(strings = {"GalleryWish", "Filter", "Id", "GalleryName", "EncoderName", "Problem"})
  void weAgreeWithAnotherValidator(String name) {
    OpenApi document = OpenApi.load();
    Schema ours = document.schema(name);
    JsonSchema theirs = Contract.schema(document, name);
    Random random = new Random(20261124);
    int allowed = 0;
    for (int i = 0; i < 5000; i++) {
      JsonNode value = value(random, 3);
      boolean valid = theirs.validate(value).isEmpty();
      assertThat(ours.flaw(value).isEmpty()).as("%s: %s", name, value).isEqualTo(valid);
      allowed += valid ? 1 : 0;
    }
    assertThat(allowed).as("values allowed").isLessThan(5000);
  }

  private static JsonNode value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 6 : 9)) {
      case 0 -> Json.object().numberNode(random.nextInt(-2, 5000));
      case 1 -> Json.object().numberNode(random.nextDouble(-1.5, 1.5));
      case 2 -> Json.object().booleanNode(random.nextBoolean());
      case 3 -> Json.object().nullNode();
      case 4 ->
          Json.object()
              .textNode(
                  random.nextBoolean() ? "staff-1" : "Ü\u0001 " + "x".repeat(random.nextInt(250)));
      case 5 -> Json.object().numberNode((double) random.nextInt(0, 3));
      case 6 -> array(random, depth - 1);
      default -> object(random, depth - 1);
    };
  }

  private static ArrayNode array(Random random, int depth) {
    ArrayNode array = Json.object().arrayNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      array.add(value(random, depth));
    }
    return array;
  }

  private static ObjectNode object(Random random, int depth) {
    ObjectNode object = Json.object();
    for (int i = random.nextInt(3); i > 0; i--) {
      object.set(KEYS[random.nextInt(KEYS.length)], value(random, depth));
    }
    return object;
  }
}
