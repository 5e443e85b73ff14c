package dev.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kith.server.work.Kith;
import dev.kith.server.work.KithOptions;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real images at the encoder that Kith ships.
class ImagesTest {
  private static final KithOptions OPTIONS = new KithOptions(2, 64, 1, "cpu", 1_000_000);

  @TempDir Path directory;

  private static byte[] drawing(String format) throws IOException {
    BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D pen = image.createGraphics();
    pen.setColor(Color.WHITE);
    pen.drawOval(8, 5, 20, 30);
    pen.drawLine(5, 5, 35, 30);
    pen.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }

  @Test
  void aDrawingIsFoundAndNoTruncationOrNoiseIsTakenForOne() throws Exception {
    try (Kith kith = Kith.open(directory, OPTIONS);
        HttpServer server = HttpServer.start(kith, ServerOptions.on("127.0.0.1", 0))) {
      assumeTrue(kith.encoders().list().containsKey("glyph"), "no bundled encoder in this build");
      Client client = new Client(server.port());
      client.put("/v1/galleries/g", "{\"encoder\":\"glyph\"}").expect(200);
      for (String format : new String[] {"png", "jpg", "gif"}) {
        byte[] whole = drawing(format);
        String templates = "/v1/galleries/g/subjects/oval/templates";
        client.send("POST", templates, "image/" + format, whole).expect(201);
        Client.Answer found =
            client.send("POST", "/v1/galleries/g/identify", "image/" + format, whole).expect(200);
        assertThat(found.json().get("score").asDouble()).isGreaterThan(0.999);
        for (int length = 1; length < whole.length - 2; length += 7) {
          byte[] cut = Arrays.copyOf(whole, length);
          Client.Answer answer = client.send("POST", templates, "image/" + format, cut);
          assertThat(answer.status()).as("%s cut to %d bytes", format, length).isEqualTo(400);
        }
      }
      long templates = client.get("/v1/galleries/g").json().get("templates").asLong();
      noise(client);
      assertThat(client.get("/v1/galleries/g").json().get("templates").asLong())
          .isEqualTo(templates);
    }
  }

  /// Bytes turned over in a whole image: an answer or a refusal, never a fault.
  private static void noise(Client client) throws IOException {
    Random random = new Random(11);
    byte[] whole = drawing("png");
    for (int i = 0; i < 200; i++) {
      byte[] turned = whole.clone();
      for (int turns = 1 + random.nextInt(3); turns > 0; turns--) {
        turned[random.nextInt(turned.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Client.Answer answer = client.send("POST", "/v1/galleries/g/identify", "image/png", turned);
      assertThat(answer.status()).as("turned %d: %s", i, answer.text()).isIn(200, 400);
    }
  }
}
