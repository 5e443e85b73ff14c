package dev.kith.gallery.lucene;

import dev.kith.gallery.Change;
import dev.kith.gallery.CorruptionException;
import dev.kith.gallery.Generation;
import dev.kith.gallery.Generations;
import dev.kith.gallery.Space;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;

/// Generations on Lucene, a directory each.
public final class LuceneGenerations implements Generations {
  private static final double REBUILD_BUFFER_MB = 512;

  private final @Nullable Integer beam;

  /// Searches keep in sight what the promised recall takes.
  public LuceneGenerations() {
    beam = null;
  }

  /// Promises nothing: for measurements.
  ///
  /// @param beam how many subjects a search keeps in sight: more find more and take longer
  public LuceneGenerations(int beam) {
    this.beam = beam;
  }

  @Override
  public Generation open(Path directory, int number, Space space) {
    try {
      if (isEmpty(directory)) {
        begin(directory, number, space);
      }
      CommitNote note = verify(directory, number, space);
      return new LuceneGeneration(directory, note, beam);
    } catch (CorruptionException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new CorruptionException(
          "generation %d in %s can't be opened: %s".formatted(number, directory, e.getMessage()),
          e);
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return true;
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }

  private static void begin(Path directory, int number, Space space) throws IOException {
    try (Directory files = FSDirectory.open(directory);
        IndexWriter writer = new IndexWriter(files, Codecs.steady(16))) {
      writer.setLiveCommitData(new CommitNote(number, space, 0).written().entrySet());
      writer.commit();
    }
  }

  /// Reads every byte of every segment against its checksum.
  private static CommitNote verify(Path directory, int number, Space space) throws IOException {
    try (Directory files = FSDirectory.open(directory);
        DirectoryReader reader = DirectoryReader.open(files)) {
      CommitNote note =
          CommitNote.read(directory, reader.getIndexCommit().getUserData(), number, space);
      for (LeafReaderContext leaf : reader.leaves()) {
        leaf.reader().checkIntegrity();
      }
      return note;
    }
  }

  @Override
  public Generation rebuild(Path directory, int number, Space space, Scan scan) {
    Path building = directory.resolveSibling(directory.getFileName() + ".building");
    try {
      drop(directory);
      drop(building);
      build(building, new CommitNote(number, space, scan.sequence()), scan);
      Files.move(building, directory, StandardCopyOption.ATOMIC_MOVE);
      return new LuceneGeneration(directory, verify(directory, number, space), beam);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void build(Path building, CommitNote note, Scan scan) throws IOException {
    try (Directory files = FSDirectory.open(building);
        IndexWriter writer = new IndexWriter(files, Codecs.bulk(REBUILD_BUFFER_MB, scan.share()))) {
      while (scan.hasNext()) {
        for (Change change : scan.next()) {
          Changes.add(writer, change);
        }
      }
      writer.getConfig().setMergePolicy(Codecs.merges());
      writer.forceMerge(1);
      writer.setLiveCommitData(note.written().entrySet());
      writer.commit();
    }
  }

  @Override
  public void drop(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(directory)) {
      List<Path> files = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path file : files) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
