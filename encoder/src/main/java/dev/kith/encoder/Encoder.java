package dev.kith.encoder;

import dev.kith.gallery.Space;
import java.util.List;

/// Turns samples into embeddings of one space. Thread-safe; on CPU an encoding is bit-identical
/// whatever the batch or the thread.
public interface Encoder extends AutoCloseable {
  Space space();

  ModelManifest manifest();

  /// Where it runs: `cpu` or `cuda`.
  String provider();

  /// Decodes, orients, resizes, normalises and embeds one sample.
  ///
  /// @param sample the bytes of an image file
  Encoding encode(byte[] sample);

  /// The same from a decoded image on.
  Encoding encode(Image image);

  /// The same for many, in order.
  List<Encoding> encode(List<byte[]> samples);

  @Override
  void close();
}
