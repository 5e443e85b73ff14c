package dev.kith.gallery;

import java.util.Optional;

/// The sample files, named by their content.
public interface Samples {
  /// Stores the bytes and returns when file and directory are synced. The same bytes again cost a
  /// look.
  SampleDigest keep(byte[] sample);

  /// The bytes, checked against their name; empty when not kept.
  ///
  /// @throws CorruptionException when the file's content is not what its name says
  Optional<byte[]> read(SampleDigest digest);
}
