package dev.kith.encoder.onnx;

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
/// @param batching how requests share passes on a GPU
public record OnnxEncoders(Provider provider, long maxPixels, Batching batching) {
  /// Part of every space: a change to decoding, resizing or normalising makes other embeddings.
  static final String PREPROCESSING = "kith-preprocessing-1";

  /// The encoder that comes with Kith.
  public static final String BUNDLED = "glyph";

  public OnnxEncoders(Provider provider, long maxPixels) {
    this(provider, maxPixels, Batching.USUAL);
  }

  /// Opens a model; the encoder is the caller's to close.
  ///
  /// @param model the file's bytes
  /// @param sidecar the JSON manifest beside it; its keys win over the file's own
  /// @throws GalleryException.Invalid `invalid-model`, `invalid-manifest` or `no-gpu`
  public Encoder open(byte[] model, Optional<byte[]> sidecar) {
    ModelManifest beside = sidecar.map(Sidecar::read).orElse(new ModelManifest(Map.of()));
    Sessions.Opened opened = Sessions.open(model, provider);
    try {
      ModelFacts facts = ModelFacts.of(opened.session(), beside);
      SessionPass pass = new SessionPass(opened.session(), facts);
      int dimension = facts.dimension(pass.probe(zeros(facts, 1), 1));
      Space space = space(model, facts, dimension);
      boolean shared =
          opened.provider() == Provider.CUDA
              && batching.size() > 1
              && takesBatches(pass, facts, dimension);
      return new OnnxEncoder(
          shared ? even(pass, model, facts) : pass,
          opened.provider(),
          facts,
          space,
          new ImageReading(maxPixels),
          shared ? batching : Batching.ALONE);
    } catch (RuntimeException e) {
      Sessions.close(opened.session());
      throw e;
    }
  }

  private Pass even(Pass alone, byte[] model, ModelFacts facts) {
    OrtSession session = Sessions.open(model, Provider.CUDA).session();
    return new EvenPass(alone, new SessionPass(session, facts), batching.size());
  }

  /// A graph may leave its batch open and still work for 1 only.
  private static boolean takesBatches(SessionPass pass, ModelFacts facts, int dimension) {
    try {
      return facts.anyBatch() && pass.probe(zeros(facts, 2), 2).length == 2 * dimension;
    } catch (GalleryException.Invalid _) {
      return false;
    }
  }

  private static FloatBuffer zeros(ModelFacts facts, int count) {
    return ByteBuffer.allocateDirect(Float.BYTES * count * facts.preparation().floats())
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
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
