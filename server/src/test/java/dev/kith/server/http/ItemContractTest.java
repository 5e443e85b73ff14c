package dev.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.TemplateId;
import dev.kith.server.work.Item;
import dev.kith.server.work.ItemReader;
import io.vertx.core.buffer.Buffer;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The streaming reader of items is held to the schemas that the document has for them.
class ItemContractTest {
  private static final int ITEMS = Boolean.getBoolean("kith.stress") ? 50_000 : 5_000;
  private static final String[] KEYS = {
    "id", "subject", "template", "displayName", "attributes", "image", "embedding", "space", "odd"
  };

  @ParameterizedTest
  @ValueSource(strings = {"Presented", "Claim", "BatchProbe", "SubjectDescription", "ImportItem"})
  void theReaderAllowsWhatTheSchemaAllows(String name) {
    OpenApi document = OpenApi.load();
    JsonSchema schema = Contract.schema(document, name);
    Random random = new Random(20261125);
    int allowed = 0;
    for (int i = 0; i < ITEMS; i++) {
      ObjectNode item = item(random);
      boolean valid = schema.validate(item).isEmpty();
      assertThat(reads(name, Json.bytes(item))).as("%s: %s", name, item).isEqualTo(valid);
      allowed += valid ? 1 : 0;
    }
    assertThat(allowed).as("items allowed").isBetween(ITEMS / 1000, ITEMS * 9 / 10);
  }

  private static boolean reads(String name, byte[] json) {
    try {
      switch (name) {
        case "Presented" -> Samples.presented(Samples.only(ItemReader.read(json), false));
        case "Claim" -> {
          Item claim = Samples.only(ItemReader.read(json), true);
          Samples.presented(claim);
          new SubjectId(claim.subject().orElse(""));
        }
        case "BatchProbe" -> Samples.presented(Samples.probe(json));
        case "SubjectDescription" ->
            Samples.description(
                new Call("r", Parameters.NONE, "application/json", "", Buffer.buffer(json), 0));
        default -> {
          Item item = ItemReader.read(json);
          Samples.presented(item);
          new SubjectId(item.subject().orElse(""));
          item.template().ifPresent(TemplateId::new);
          assertThat(item.id()).isEmpty();
        }
      }
      return true;
    } catch (GalleryException | AssertionError e) {
      return false;
    }
  }

  private static ObjectNode item(Random random) {
    ObjectNode item = Json.object();
    int keys = 1 + random.nextInt(4);
    for (int i = 0; i < keys; i++) {
      int key = random.nextInt(KEYS.length * 4) < 33 ? random.nextInt(8) : 8;
      put(item, KEYS[key], random);
    }
    return item;
  }

  private static void put(ObjectNode item, String key, Random random) {
    if (random.nextInt(12) == 0) {
      item.put(key, random.nextInt());
      return;
    }
    switch (key) {
      case "embedding" -> floats(item.putArray(key), random);
      case "image" -> item.put(key, random.nextInt(8) == 0 ? "%%%%" : "AQIDBA==");
      case "attributes" -> attributes(item.putObject(key), random);
      default -> item.put(key, text(random));
    }
  }

  private static String text(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> "";
      case 1 -> "with a \u0007 in it";
      case 2 -> "😀".repeat(random.nextInt(150, 250));
      case 3 -> "y".repeat(random.nextInt(900, 1100));
      default -> "Zoë " + random.nextInt(100);
    };
  }

  private static void floats(ArrayNode array, Random random) {
    int count = random.nextInt(5) == 0 ? random.nextInt(4000, 4200) : random.nextInt(5);
    for (int i = 0; i < count; i++) {
      array.add(random.nextFloat());
    }
    if (random.nextInt(6) == 0) {
      array.add("7");
    }
  }

  private static void attributes(ObjectNode object, Random random) {
    int count = random.nextInt(8) == 0 ? random.nextInt(60, 70) : random.nextInt(3);
    for (int i = 0; i < count; i++) {
      String name = (random.nextInt(20) == 0 ? "n".repeat(1001) : "site") + i;
      switch (random.nextInt(count > 8 ? 3 : 4)) {
        case 0 -> object.put(name, random.nextBoolean());
        case 1 -> object.put(name, random.nextDouble());
        case 2 -> object.put(name, "a");
        default -> object.put(name, text(random));
      }
    }
    if (random.nextInt(8) == 0) {
      object.putArray("list");
    }
  }
}
