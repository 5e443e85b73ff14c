package dev.kith.gallery.bridge;

import dev.kith.gallery.CorruptionException;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Space;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// A way from one space into another: an affine map, with or without a correction by one hidden
/// layer. Immutable and thread-safe; costs one or three small matrix-vector products.
///
/// What it makes is an approximation of what the other space's encoder would have made of the
/// sample, and says so: [Embedding#bridged].
public final class Bridge {
  private static final int VERSION = 1;

  private final Kind kind;
  private final Space from;
  private final Space to;
  private final Layer straight;
  private final Optional<Correction> correction;

  /// How it was fitted.
  public enum Kind {
    /// A rotation and nothing else.
    PROCRUSTES,
    /// A rotation, a shift, and a correction of low rank.
    AFFINE,
    /// The better of the two and a hidden layer on top.
    RESIDUAL
  }

  /// `out(relu(in(x)))`, added to the straight way.
  record Correction(Layer in, Layer out) {}

  Bridge(Kind kind, Space from, Space to, Layer straight, Optional<Correction> correction) {
    this.kind = kind;
    this.from = from;
    this.to = to;
    this.straight = straight;
    this.correction = correction;
  }

  public Kind kind() {
    return kind;
  }

  public Space from() {
    return from;
  }

  public Space to() {
    return to;
  }

  /// What the embedding's sample would look like in the other space.
  ///
  /// @throws GalleryException.Conflict `space-mismatch` when it is of another space than [#from]
  /// @throws GalleryException.Invalid `zero-vector` when it is carried to nowhere
  public Embedding across(Embedding embedding) {
    if (!embedding.space().equals(from)) {
      throw new GalleryException.Conflict(
          "space-mismatch",
          "got an embedding of %s, expected %s".formatted(embedding.space(), from));
    }
    return Embedding.of(to, carried(embedding.toArray())).asBridged();
  }

  private float[] carried(float[] x) {
    float[] y = straight.of(x);
    correction.ifPresent(more -> {
      float[] hidden = more.in().of(x);
      for (int i = 0; i < hidden.length; i++) {
        hidden[i] = Math.max(0, hidden[i]);
      }
      float[] added = more.out().of(hidden);
      for (int i = 0; i < y.length; i++) {
        y[i] += added[i];
      }
    });
    return y;
  }

  /// A version, the kind, and the layers' numbers; spaces are the keeper's to remember.
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeUTF(kind.name());
      straight.write(out);
      out.writeBoolean(correction.isPresent());
      if (correction.isPresent()) {
        correction.get().in().write(out);
        correction.get().out().write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// @throws CorruptionException when these are not a bridge's bytes
  public static Bridge parse(Space from, Space to, byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new CorruptionException(
            "got a bridge of version %d, expected %d".formatted(version, VERSION));
      }
      Kind kind = Kind.valueOf(in.readUTF());
      Layer straight = Layer.read(in, from.dimension(), to.dimension());
      Optional<Correction> correction = Optional.empty();
      if (in.readBoolean()) {
        Layer hidden = Layer.read(in, from.dimension(), Layer.ANY);
        correction =
            Optional.of(new Correction(hidden, Layer.read(in, hidden.outputs(), to.dimension())));
      }
      return new Bridge(kind, from, to, straight, correction);
    } catch (IOException | IllegalArgumentException e) {
      throw new CorruptionException("a bridge to %s can't be read".formatted(to), e);
    }
  }
}
