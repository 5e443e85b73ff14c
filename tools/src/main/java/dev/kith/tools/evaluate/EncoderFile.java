package dev.kith.tools.evaluate;

import dev.kith.encoder.Encoder;
import dev.kith.encoder.onnx.OnnxEncoders;
import dev.kith.encoder.onnx.Provider;
import dev.kith.tools.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// An encoder as a user names it: `glyph`, the bundled one, an `.onnx` file with the sidecar that
/// lies beside it, or the folder of a training that is done.
public final class EncoderFile {
  private static final OnnxEncoders ENCODERS = new OnnxEncoders(Provider.CPU, 100_000_000);

  private final byte[] model;
  private final Optional<byte[]> sidecar;

  private EncoderFile(byte[] model, Optional<byte[]> sidecar) {
    this.model = model;
    this.sidecar = sidecar;
  }

  /// @throws CommandFailure if there is none of that name
  public static EncoderFile read(String name) throws IOException {
    if (name.equals(OnnxEncoders.BUNDLED)) {
      return new EncoderFile(OnnxEncoders.bundled().orElseThrow(), Optional.empty());
    }
    Path file = Files.isDirectory(Path.of(name)) ? Path.of(name, "encoder.onnx") : Path.of(name);
    if (!Files.isRegularFile(file)) {
      throw new CommandFailure("%s isn't there, expected an .onnx file".formatted(file));
    }
    Path beside =
        file.resolveSibling(String.valueOf(file.getFileName()).replaceFirst("\\.onnx$", ".json"));
    return new EncoderFile(
        Files.readAllBytes(file),
        !beside.equals(file) && Files.isRegularFile(beside)
            ? Optional.of(Files.readAllBytes(beside))
            : Optional.empty());
  }

  /// A file that explains itself.
  public static EncoderFile of(byte[] model) {
    return new EncoderFile(model.clone(), Optional.empty());
  }

  /// The bytes of the `.onnx` file.
  public byte[] model() {
    return model.clone();
  }

  /// The encoder, on CPU; the caller closes it.
  ///
  /// @throws dev.kith.gallery.GalleryException.Invalid if it is none
  public Encoder open() {
    return ENCODERS.open(model, sidecar);
  }
}
