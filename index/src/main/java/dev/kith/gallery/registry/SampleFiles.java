package dev.kith.gallery.registry;

import dev.kith.gallery.CorruptionException;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.SampleDigest;
import dev.kith.gallery.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Samples as files `ab/cd/<sha256>`. A file appears under its name only when its content is
/// synced, and [#keep] returns only when the name is. Thread-safe.
final class SampleFiles implements Samples {
  private static final int STRIPES = 256;
  private static final Duration ABOUT_TO_BE_NAMED = Duration.ofMinutes(1);

  private final Path root;
  private final Disk disk;
  private final Consumer<String> stop;
  private final Object[] stripes = new Object[STRIPES];

  /// Directories whose own names, and all names in them, are known to be on the disk.
  private final Set<Path> synced = ConcurrentHashMap.newKeySet();

  /// @param stop is told of a failed sync: writes must end
  SampleFiles(Path root, Disk disk, Consumer<String> stop) {
    this.root = root;
    this.disk = disk;
    this.stop = stop;
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Object();
    }
  }

  @Override
  public SampleDigest keep(byte[] sample) {
    byte[] sha = sha256(sample);
    SampleDigest digest = new SampleDigest(HexFormat.of().formatHex(sha));
    // two callers with the same bytes: the second must not return before the first has synced
    synchronized (stripes[sha[0] & 0xff]) {
      try {
        keep(digest, sample);
      } catch (IOException e) {
        stop.accept("sample " + digest.sha256() + " could not be synced: " + e.getMessage());
        throw new GalleryException.Unavailable(
            "stopped", "writes are stopped until restart: a sample could not be synced");
      }
    }
    return digest;
  }

  private void keep(SampleDigest digest, byte[] sample) throws IOException {
    Path directory = directory(digest);
    Path file = directory.resolve(digest.sha256());
    if (Files.exists(file)) {
      // whoever keeps it again is about to name it: not an orphan to remove just now
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      // its content was synced before it had this name; the name perhaps not, by a process that
      // died
      if (!synced.contains(directory)) {
        disk.syncDirectory(directory);
        synced.add(directory);
      }
      return;
    }
    create(digest);
    Path part = directory.resolve(digest.sha256() + "." + UUID.randomUUID() + ".part");
    disk.write(part, sample);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    disk.syncDirectory(directory);
    synced.add(directory);
  }

  /// Makes `ab/cd` and syncs the names that lead there.
  private void create(SampleDigest digest) throws IOException {
    Path directory = directory(digest);
    if (!synced.contains(directory)) {
      Files.createDirectories(directory);
      disk.syncDirectory(root);
      disk.syncDirectory(root.resolve(digest.sha256().substring(0, 2)));
    }
  }

  @Override
  public Optional<byte[]> read(SampleDigest digest) {
    byte[] sample;
    try {
      sample = Files.readAllBytes(file(digest));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String found = HexFormat.of().formatHex(sha256(sample));
    if (!found.equals(digest.sha256())) {
      throw new CorruptionException(
          "sample %s has the content of %s".formatted(file(digest), found));
    }
    return Optional.of(sample);
  }

  /// Removes a sample that no row names, unless somebody kept it just now and may be about to name
  /// it.
  ///
  /// @return whether it is gone
  boolean remove(SampleDigest digest) {
    Path file = file(digest);
    synchronized (stripes[Integer.parseInt(digest.sha256().substring(0, 2), 16)]) {
      try {
        if (!Files.exists(file)) {
          return true;
        }
        Instant kept = Files.getLastModifiedTime(file).toInstant();
        return kept.plus(ABOUT_TO_BE_NAMED).isBefore(Instant.now()) && Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// @throws GalleryException.Conflict `no-such-sample` when the sample is not kept
  void check(SampleDigest digest) {
    if (!Files.exists(file(digest))) {
      throw new GalleryException.Conflict(
          "no-such-sample",
          "sample %s is not kept, expected it kept before it is named".formatted(digest.sha256()));
    }
  }

  private Path directory(SampleDigest digest) {
    String name = digest.sha256();
    return root.resolve(name.substring(0, 2)).resolve(name.substring(2, 4));
  }

  private Path file(SampleDigest digest) {
    return directory(digest).resolve(digest.sha256());
  }

  private static byte[] sha256(byte[] sample) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(sample);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
