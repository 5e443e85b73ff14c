package dev.kith.server.work;

import dev.kith.gallery.Generations;
import dev.kith.gallery.Registry;
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
    Map<String, byte[]> bundled) {}
