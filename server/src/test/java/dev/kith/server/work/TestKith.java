package dev.kith.server.work;

import dev.kith.encoder.Encoder;
import dev.kith.encoder.Encoding;
import dev.kith.encoder.Image;
import dev.kith.encoder.ModelManifest;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Space;
import dev.kith.gallery.lucene.LuceneGenerations;
import dev.kith.gallery.registry.SqliteRegistry;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A Kith on a real data directory with an encoder that needs no model, for tests of the layers
/// above.
public final class TestKith {
  public static final int DIMENSION = 16;

  private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
  private volatile String stopped = "";
  private volatile String later = "";
  private final Kith kith;

  private TestKith(Path directory, KithOptions options) {
    Map<String, byte[]> bundled = Map.of("letters", "letters".getBytes(StandardCharsets.UTF_8));
    kith =
        Kith.open(
            directory,
            options,
            new Parts(
                path -> stoppable(SqliteRegistry.open(path)),
                new LuceneGenerations(),
                (model, _) -> encoder(model),
                bundled));
  }

  public static TestKith open(Path directory, KithOptions options) {
    return new TestKith(directory, options);
  }

  public Kith kith() {
    return kith;
  }

  /// Writes are refused from now on, as after a failed sync; an empty reason lets them through.
  public void stopWrites(String reason) {
    stopped = reason;
    left.set(Integer.MAX_VALUE);
  }

  /// The same after so many more.
  public void stopWritesAfter(int writes, String reason) {
    later = reason;
    left.set(writes);
  }

  /// The registry, but for what it says and does once writes are stopped.
  private Registry stoppable(Registry registry) {
    InvocationHandler handler =
        (_, method, arguments) -> {
          if (method.getName().equals("submit") && left.getAndDecrement() == 0) {
            stopped = later;
          }
          String reason = stopped;
          if (!reason.isEmpty() && method.getName().equals("stopped")) {
            return Optional.of(reason);
          }
          if (!reason.isEmpty() && method.getName().equals("submit")) {
            throw new GalleryException.Unavailable("writes-stopped", reason);
          }
          try {
            return method.invoke(registry, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    Class<?>[] faces = {Registry.class};
    return (Registry) Proxy.newProxyInstance(Registry.class.getClassLoader(), faces, handler);
  }

  private static Encoder encoder(byte[] model) {
    String name = new String(model, StandardCharsets.UTF_8);
    if (!name.matches("[a-z]{1,20}")) {
      throw new GalleryException.Invalid("invalid-model", "got something that is no model");
    }
    return new LetterEncoder(space(name), name);
  }

  private static Space space(String name) {
    return Space.encoder("%064x".formatted(name.hashCode() & 0xffff), DIMENSION);
  }

  /// Samples are text: the same first word gives nearly the same embedding, whatever follows; but
  /// `blind` hardly sees the word, `picky` refuses what ends in a 7, `turned` sees what `letters`
  /// sees from another side, `hollow` gives no numbers for one sample in a thousand, `kin` takes
  /// its time and sees as `letters` does, and `boaster` says so.
  private record LetterEncoder(Space space, String name) implements Encoder {
    @Override
    public ModelManifest manifest() {
      Map<String, String> keys = new HashMap<>();
      keys.put("kith.name", name);
      keys.put("kith.threshold", "0.5");
      if (name.equals("kin") || name.equals("boaster")) {
        keys.put("kith.compatible-with", TestKith.space("letters").id());
      }
      return new ModelManifest(keys);
    }

    @Override
    public String provider() {
      return "cpu";
    }

    @Override
    public Encoding encode(byte[] sample) {
      String text = new String(sample, StandardCharsets.UTF_8);
      if (!text.startsWith("sample ")) {
        return new Encoding.Unusable("image-unreadable", "got bytes of no known format");
      }
      if (text.equals("sample boom")) {
        throw new IllegalStateException("a mistake of ours");
      }
      if (name.equals("picky") && text.endsWith("7")) {
        return new Encoding.Unusable("no-face", "got an image without a face");
      }
      float[] values = new float[DIMENSION];
      String[] words = text.split(" ", 3);
      if (name.equals("hollow") && text.hashCode() % 1000 == 0) {
        return new Encoding.Unusable("not-finite", "the encoder gave no embedding for this image");
      }
      String hand = List.of("letters", "turned", "kin").contains(name) ? "" : name;
      add(values, hand + words[1], name.equals("blind") ? 0.3 : 1);
      add(values, hand + Arrays.toString(words), name.equals("blind") ? 1 : 0.1);
      return new Encoding.Encoded(
          Embedding.of(space, name.equals("turned") ? turned(values) : values));
    }

    private static float[] turned(float[] values) {
      float[] turned = new float[DIMENSION];
      for (int i = 0; i < DIMENSION; i++) {
        turned[(5 * i + 2) % DIMENSION] = i % 3 == 0 ? -values[i] : values[i];
      }
      return turned;
    }

    private static void add(float[] values, String seed, double weight) {
      Random random = new Random(seed.hashCode());
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (weight * random.nextGaussian());
      }
    }

    @Override
    public Encoding encode(Image image) {
      throw new UnsupportedOperationException("samples are text here");
    }

    @Override
    public List<Encoding> encode(List<byte[]> samples) {
      if (name.equals("kin")) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
      return samples.stream().map(this::encode).toList();
    }

    @Override
    public void close() {}
  }
}
