package dev.kith.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.gallery.GalleryException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SidecarTest {
  private static ModelManifest read(String json) {
    return Sidecar.read(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void keysMayLeaveOutTheirPrefixAndValuesMayBeArrays() {
    ModelManifest manifest =
        read("{\"name\":\" a \",\"kith.mean\":[0.1,0.2,0.3],\"prior.share\":0.01,\"note\":true}");
    assertThat(manifest.name()).hasValue("a");
    assertThat(manifest.numbers("mean", 3)).containsExactly(0.1, 0.2, 0.3);
    assertThat(manifest.number("prior.share")).hasValue(0.01);
    assertThat(manifest.keys()).containsEntry("kith.note", "true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "3", "{", "{\"mean\":{}}", "{\"mean\":null}", "{\"a\":[[}"})
  void whatIsNoFlatObjectIsRefused(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            GalleryException.Invalid.class,
            e -> assertThat(e.code()).isEqualTo("invalid-manifest"));
  }

  @Test
  void noValueCanPassItselfOffAsAnotherKey() {
    Map<String, String> plain = Map.of("kith.input", "1x8x8", "kith.mean", "0", "kith.std", "1");
    ModelManifest honest = new ModelManifest(plain).with(read("{\"a\":\"1\",\"b\":\"2\"}"));
    ModelManifest sly = new ModelManifest(plain).with(read("{\"a\":\"1\\nkith.b=2\"}"));
    assertThat(sly.canonical()).isNotEqualTo(honest.canonical());
    assertThat(honest.canonical())
        .isEqualTo(
            """
            kith.a=1
            kith.b=2
            kith.colour=grey
            kith.input=1x8x8
            kith.mean=0.0
            kith.resize=stretch
            kith.std=1.0
            """);
  }
}
