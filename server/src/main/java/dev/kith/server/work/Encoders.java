package dev.kith.server.work;

import dev.kith.encoder.Encoder;
import dev.kith.encoder.Encoding;
import dev.kith.gallery.CorruptionException;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Space;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The encoders of a data directory: names are aliases, spaces are what galleries pin. One session
/// an encoder, opened when first needed and shared by all threads.
public final class Encoders implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,62}");

  private final Registry registry;
  private final EncoderFiles files;
  private final EncoderFactory factory;
  private final Map<Space, Encoder> open = new ConcurrentHashMap<>();

  /// Makes an encoder of a file's bytes and the sidecar beside it.
  @FunctionalInterface
  public interface EncoderFactory {
    /// @throws GalleryException.Invalid when it isn't an encoder Kith can run
    Encoder open(byte[] model, Optional<byte[]> manifest);
  }

  Encoders(Registry registry, Path directory, EncoderFactory factory) {
    this.registry = registry;
    this.files = new EncoderFiles(directory);
    this.factory = factory;
  }

  /// Keeps the encoder and points the name at it; galleries that pin the space the name stood for
  /// before keep it.
  ///
  /// @throws GalleryException.Invalid when the model or the manifest is no good
  public synchronized Encoder put(String name, byte[] model, Optional<byte[]> manifest) {
    if (!NAME.matcher(name).matches()) {
      throw new GalleryException.Invalid(
          "invalid-encoder-name", "got an encoder name that isn't %s".formatted(NAME));
    }
    Encoder encoder = factory.open(model, manifest);
    Encoder known = open.putIfAbsent(encoder.space(), encoder);
    if (known != null) {
      encoder.close();
      encoder = known;
    }
    files.keep(encoder.space(), model, manifest);
    registry.nameEncoder(name, encoder.space());
    return encoder;
  }

  /// @throws GalleryException.NotFound `no-such-encoder`
  public Space space(String name) {
    Space space = registry.encoders().get(name);
    if (space == null) {
      throw new GalleryException.NotFound(
          "no-such-encoder", "there is no encoder of the name that was given");
    }
    return space;
  }

  /// By name.
  public Map<String, Space> list() {
    return new TreeMap<>(registry.encoders());
  }

  /// The encoder of a space.
  ///
  /// @throws CorruptionException when its files are damaged or gone
  public Encoder of(Space space) {
    Encoder encoder = open.get(space);
    return encoder != null ? encoder : load(space);
  }

  private synchronized Encoder load(Space space) {
    Encoder known = open.get(space);
    if (known != null) {
      return known;
    }
    Encoder encoder = factory.open(files.model(space), files.manifest(space));
    if (!encoder.space().equals(space)) {
      encoder.close();
      throw new CorruptionException(
          "encoder files of %s are of %s".formatted(space, encoder.space()));
    }
    open.put(space, encoder);
    return encoder;
  }

  /// What a sample is in the space that the name stands for.
  ///
  /// @throws GalleryException.NotFound `no-such-encoder`
  /// @throws GalleryException.Invalid `embedding-given`, or why the sample is no good
  public Embedding encode(String name, Presented presented) {
    if (!(presented instanceof Presented.Image image)) {
      throw new GalleryException.Invalid(
          "embedding-given", "got an embedding to encode, expected an image");
    }
    return switch (of(space(name)).encode(image.bytes())) {
      case Encoding.Encoded(Embedding embedding) -> embedding;
      case Encoding.Unusable(String code, String reason) ->
          throw new GalleryException.Invalid(code, reason);
    };
  }

  /// Forgets a name; the files go with the last name of their space.
  ///
  /// @throws GalleryException.Conflict `encoder-in-use` while a gallery pins the space and no other
  ///   name stands for it
  synchronized void delete(String name, Predicate<Space> pinned) {
    Space space = space(name);
    boolean last = registry.encoders().values().stream().filter(space::equals).count() == 1;
    if (last && pinned.test(space)) {
      throw new GalleryException.Conflict(
          "encoder-in-use", "a gallery uses the encoder %s, expected none to".formatted(name));
    }
    registry.forgetEncoder(name);
    if (last) {
      Encoder encoder = open.remove(space);
      if (encoder != null) {
        encoder.close();
      }
      files.delete(space);
    }
  }

  /// Gives a new data directory the encoder that Kith ships; one that stands under the name already
  /// is left.
  void shelve(String name, byte[] model) {
    if (!registry.encoders().containsKey(name)) {
      put(name, model, Optional.empty());
    }
  }

  /// Which provider runs encoders here: `cpu`, `cuda`, or empty before the first is open.
  public Optional<String> provider() {
    return open.values().stream().map(Encoder::provider).findFirst();
  }

  @Override
  public void close() {
    open.values().forEach(Encoder::close);
  }

  /// The folder `encoders/<space>/`, written whole or not at all.
  private record EncoderFiles(Path directory) {
    private Path home(Space space) {
      return directory.resolve(space.id().replace(':', '-'));
    }

    void keep(Space space, byte[] model, Optional<byte[]> manifest) {
      if (Files.isDirectory(home(space))) {
        return;
      }
      try {
        Path fresh = Files.createTempDirectory(directory, "upload-");
        Durable.write(fresh.resolve("model.onnx"), model);
        if (manifest.isPresent()) {
          Durable.write(fresh.resolve("manifest.json"), manifest.get());
        }
        Durable.move(fresh, home(space));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    byte[] model(Space space) {
      return read(home(space).resolve("model.onnx"));
    }

    Optional<byte[]> manifest(Space space) {
      Path file = home(space).resolve("manifest.json");
      return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    private static byte[] read(Path file) {
      try {
        return Files.readAllBytes(file);
      } catch (IOException e) {
        throw new CorruptionException("encoder file %s can't be read".formatted(file), e);
      }
    }

    void delete(Space space) {
      try {
        Durable.deleteTree(home(space));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
