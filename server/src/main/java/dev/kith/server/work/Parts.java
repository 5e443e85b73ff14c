package dev.kith.server.work;

import dev.kith.encoder.onnx.OnnxEncoders;
import dev.kith.encoder.onnx.Provider;
import dev.kith.gallery.Generations;
import dev.kith.gallery.Registry;
import dev.kith.gallery.lucene.LuceneGenerations;
import dev.kith.gallery.registry.SqliteRegistry;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/// What a data directory is worked on with.
///
/// @param registry opens the registry in the data directory
/// @param bundled encoders that come with Kith, by name
record Parts(
    Function<Path, Registry> registry,
    Generations generations,
    Encoders.EncoderFactory encoders,
    Map<String, byte[]> bundled) {
  static Parts real(KithOptions options) {
    OnnxEncoders encoders =
        new OnnxEncoders(Provider.of(options.provider()), options.maxPixels(), options.batching());
    Map<String, byte[]> bundled =
        OnnxEncoders.bundled().map(model -> Map.of(OnnxEncoders.BUNDLED, model)).orElse(Map.of());
    return new Parts(SqliteRegistry::open, new LuceneGenerations(), encoders::open, bundled);
  }
}
