package dev.kith.tools.evaluate;

import dev.kith.encoder.Encoder;
import dev.kith.tools.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Which images are measured or learnt on, and what encodes them: options that commands share.
public final class EncodedImages {
  @Option(
      names = "--encoder",
      required = true,
      paramLabel = "FILE",
      description =
          "An .onnx file (with its sidecar .json beside it, if it needs one), the folder of a training that is done, or 'glyph', the bundled one.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String encoder;

  @Option(
      names = "--images",
      required = true,
      paramLabel = "DIR",
      description = "One folder a class, or the same in a .zip: a class is the path of its folder.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path images;

  /// What was given for the encoder; see [EncoderFile#read].
  public String encoder() {
    return encoder;
  }

  public Path images() {
    return images;
  }

  LabelledImages encode() throws IOException {
    if (!Files.exists(images)) {
      throw new CommandFailure("%s isn't there, expected a folder of images".formatted(images));
    }
    try (Encoder opened = EncoderFile.read(encoder).open()) {
      return LabelledImages.encode(opened, images);
    }
  }
}
