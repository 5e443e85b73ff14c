package dev.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.gallery.GalleryException;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultipartTest {
  private static final String TYPE = "multipart/form-data; boundary=\"x-1\"";

  @Test
  void filesAndFieldsAreToldApartAndBytesAreKept() {
    String body =
        """
        preamble
        --x-1
        Content-Disposition: form-data; name="subject"

        s1
        --x-1
        Content-Type: image/png
        Content-Disposition: form-data; name="f"; filename="a.png"


        --x-

        --x-1--
        epilogue\
        """
            .replace("\n", "\r\n");
    List<Multipart.Part> parts = Multipart.parts(TYPE, Buffer.buffer(body));
    assertThat(parts).hasSize(2);
    assertThat(parts.get(0).name()).isEqualTo("subject");
    assertThat(parts.get(0).file()).isEmpty();
    assertThat(parts.get(0).content().toString()).isEqualTo("s1");
    assertThat(parts.get(1).file()).contains("a.png");
    assertThat(parts.get(1).content().toString()).isEqualTo("\r\n--x-\r\n");
  }

  @Test
  void anEmptyPartIsEmpty() {
    String body =
        "--x-1\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n--x-1--";
    assertThat(Multipart.parts(TYPE, Buffer.buffer(body)).getFirst().content().length()).isZero();
  }

  @Test
  void everyTruncationIsRefused() {
    String body =
        "--x-1\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\nabc\r\n--x-1--";
    for (int length = 0; length < body.length(); length++) {
      Buffer cut = Buffer.buffer(body.substring(0, length));
      assertThatThrownBy(() -> Multipart.parts(TYPE, cut))
          .as("%d of %d bytes", length, body.length())
          .isInstanceOf(GalleryException.Invalid.class);
    }
  }

  @Test
  void withoutABoundaryThereIsNothingToGoBy() {
    assertThatThrownBy(() -> Multipart.parts("multipart/form-data", Buffer.buffer("x")))
        .isInstanceOf(GalleryException.Invalid.class)
        .hasMessageContaining("boundary");
  }
}
