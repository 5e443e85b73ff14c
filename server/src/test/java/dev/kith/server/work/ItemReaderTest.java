package dev.kith.server.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.gallery.Attribute;
import dev.kith.gallery.GalleryException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemReaderTest {
  @Test
  void everyKeyIsRead() {
    Item item =
        read(
            """
            {"id":"p1","subject":"s1","template":"t1","displayName":"Ada","space":"sha256:00",
             "attributes":{"site":"a","floor":3,"active":true},"embedding":[1,-2.5,3e-2]}
            """);
    assertThat(item.id()).contains("p1");
    assertThat(item.subject()).contains("s1");
    assertThat(item.template()).contains("t1");
    assertThat(item.displayName()).contains("Ada");
    assertThat(item.attributes())
        .contains(
            Map.of(
                "site", new Attribute.Text("a"),
                "floor", new Attribute.Numeric(3),
                "active", new Attribute.Flag(true)));
    Presented.Vector vector = (Presented.Vector) item.presented().orElseThrow();
    assertThat(vector.values()).containsExactly(1f, -2.5f, 0.03f);
    assertThat(vector.space()).contains("sha256:00");
  }

  @Test
  void anImageIsDecodedFromBase64() {
    Presented.Image image =
        (Presented.Image) read("{\"image\":\"AQID\"}").presented().orElseThrow();
    assertThat(image.bytes()).containsExactly(1, 2, 3);
  }

  @Test
  void nothingPresentedIsNothing() {
    assertThat(read("{\"subject\":\"s\"}").presented()).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{\"embedding\":[1,`|invalid-json",
        "`{\"subject\":\"a\",\"subject\":\"b\"}`|invalid-json",
        "`[1]`|invalid-item",
        "`{\"subject\":7}`|invalid-item",
        "`{\"embeding\":[1]}`|invalid-item",
        "`{\"embedding\":[1,\"2\"]}`|invalid-item",
        "`{\"embedding\":[NaN]}`|invalid-json",
        "`{\"embedding\":[1],\"image\":\"AQID\"}`|invalid-item",
        "`{\"image\":\"%%%\"}`|invalid-item",
        "`{\"space\":\"s\"}`|invalid-item",
        "`{\"attributes\":{\"a\":[1]}}`|invalid-item",
        "`{\"subject\":\"a\"} {}`|invalid-item",
        "``|invalid-item"
      })
  void whatIsWrongIsRefusedWithItsCode(String json, String code) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            GalleryException.Invalid.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void anEndlessEmbeddingIsCutShort() {
    String json = "{\"embedding\":[" + "1,".repeat(4096) + "1]}";
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(GalleryException.Invalid.class)
        .hasMessageContaining("more than 4096");
  }

  private static Item read(String json) {
    return ItemReader.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
