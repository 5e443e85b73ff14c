package dev.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.gallery.GalleryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PercentTest {
  @Test
  void octetsAreReadAsUtf8() {
    assertThat(Percent.decode("Z%C3%BCrich%2Fa+b%20c")).isEqualTo("Zürich/a+b c");
    assertThat(Percent.decode("%f0%9f%98%80")).isEqualTo("😀");
    assertThat(Percent.decodeQuery("a+b")).isEqualTo("a b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%4", "%zz", "%C3", "%ff", "%c0%af", "%ed%a0%80", "ü", "a b"})
  void whatIsNotUtf8IsRefused(String text) {
    assertThatThrownBy(() -> Percent.decode(text)).isInstanceOf(GalleryException.Invalid.class);
  }
}
