package dev.kith.encoder.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.kith.encoder.Encoder;
import dev.kith.encoder.ModelManifest;
import dev.kith.encoder.Sidecar;
import dev.kith.encoder.image.ImageReading;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Space;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// Makes encoders of `.onnx` files.
///
/// @param provider where they run
/// @param maxPixels the largest image they decode, width times height
public record OnnxEncoders(Provider provider, long maxPixels) {
  /// Part of every space: a change to decoding, resizing or normalising makes other embeddings.
  static final String PREPROCESSING = "kith-preprocessing-1";

  /// The encoder that comes with Kith.
  public static final String BUNDLED = "glyph";

  /// Opens a model.
  ///
  /// @param model the file's bytes
  /// @param sidecar the JSON manifest beside it; its keys win over the file's own
  /// @throws GalleryException.Invalid `invalid-model`, `invalid-manifest` or `no-gpu`
  public Encoder open(byte[] model, Optional<byte[]> sidecar) {
    ModelManifest beside = sidecar.map(Sidecar::read).orElse(new ModelManifest(Map.of()));
    Sessions.Opened opened = Sessions.open(model, provider);
    try {
      ModelFacts facts = ModelFacts.of(opened.session(), beside);
      Space space = space(model, facts, dimension(opened.session(), facts));
      return new OnnxEncoder(opened, facts, space, new ImageReading(maxPixels));
    } catch (RuntimeException e) {
      close(opened.session());
      throw e;
    }
  }

  private static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime could not close a session", e);
    }
  }

  private static int dimension(OrtSession session, ModelFacts facts) {
    FloatBuffer zeros =
        ByteBuffer.allocateDirect(Float.BYTES * facts.preparation().floats())
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    return facts.dimension(OnnxEncoder.run(session, facts, zeros));
  }

  private static Space space(byte[] model, ModelFacts facts, int dimension) {
    MessageDigest digest = sha256();
    digest.update(sha256().digest(model));
    digest.update(facts.manifest().canonical().getBytes(StandardCharsets.UTF_8));
    digest.update(PREPROCESSING.getBytes(StandardCharsets.UTF_8));
    return Space.encoder(HexFormat.of().formatHex(digest.digest()), dimension);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// The bytes of the bundled encoder; empty in a build without it.
  public static Optional<byte[]> bundled() {
    try (InputStream in =
        OnnxEncoders.class.getResourceAsStream("/dev/kith/encoder/" + BUNDLED + ".onnx")) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
