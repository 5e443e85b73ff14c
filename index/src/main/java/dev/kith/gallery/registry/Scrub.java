package dev.kith.gallery.registry;

import dev.kith.gallery.CorruptionException;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Registry;
import dev.kith.gallery.SampleDigest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Reads everything that is kept and tells what is damaged.
final class Scrub {
  private static final int PAGE = 10_000;

  private final Readers readers;
  private final SampleFiles samples;
  private final Consumer<String> damage;

  Scrub(Readers readers, SampleFiles samples, Consumer<String> damage) {
    this.readers = readers;
    this.samples = samples;
    this.damage = damage;
  }

  /// @return embeddings and samples read
  long run() {
    readers.ask(session -> session.all(row -> row.getString(1), "PRAGMA quick_check")).stream()
        .filter(line -> !line.equals("ok"))
        .forEach(line -> damage.accept("registry.db: " + line));
    long read = 0;
    List<GalleryEntry> galleries =
        readers.ask(session -> GalleryRows.list(session, "", Integer.MAX_VALUE));
    for (GalleryEntry gallery : galleries) {
      List<OpenGallery.NumberedSpace> spaces =
          readers.ask(session -> GalleryRows.spaces(session, gallery.id()));
      for (OpenGallery.NumberedSpace space : spaces) {
        read += embeddings(gallery, space);
        read += strangers(gallery, space);
      }
    }
    return read + samples();
  }

  private long embeddings(GalleryEntry gallery, OpenGallery.NumberedSpace space) {
    long read = 0;
    OptionalLong after = OptionalLong.of(0);
    while (after.isPresent()) {
      long from = after.getAsLong();
      Registry.Page page =
          readers.ask(session ->
              EmbeddingRows.page(session, gallery.id(), space.space(), space.number(), from, PAGE));
      for (long number : page.damaged()) {
        damage.accept(
            "gallery %s: the embedding of template %d in %s fails its checksum"
                .formatted(gallery.name(), number, space.space().id()));
      }
      read += page.templates().size() + page.damaged().size();
      after = page.last();
    }
    return read;
  }

  private long strangers(GalleryEntry gallery, OpenGallery.NumberedSpace space) {
    List<Boolean> whole =
        readers.ask(session -> StrangerRows.whole(session, space.space(), space.number()));
    long damaged = whole.stream().filter(each -> !each).count();
    if (damaged > 0) {
      damage.accept(
          "gallery %s: the embeddings of %d strangers in %s fail their checksums"
              .formatted(gallery.name(), damaged, space.space().id()));
    }
    return whole.size();
  }

  private long samples() {
    long read = 0;
    List<byte[]> page = page(new byte[0]);
    while (!page.isEmpty()) {
      for (byte[] digest : page) {
        sample(TemplateRows.digest(digest).orElseThrow());
      }
      read += page.size();
      page = page(page.getLast());
    }
    return read;
  }

  private List<byte[]> page(byte[] after) {
    return readers.ask(session ->
        session.all(
            row -> row.getBytes(1),
            """
            SELECT sample FROM template WHERE sample > ? UNION
            SELECT sample FROM stranger WHERE sample > ? ORDER BY sample LIMIT ?
            """,
            after,
            after,
            PAGE));
  }

  private void sample(SampleDigest digest) {
    try {
      Optional<byte[]> sample = samples.read(digest);
      if (sample.isEmpty()) {
        damage.accept("sample %s is missing".formatted(digest.sha256()));
      }
    } catch (CorruptionException e) {
      damage.accept(String.valueOf(e.getMessage()));
    }
  }
}
