package dev.kith.gallery.lucene;

import dev.kith.gallery.Candidate;
import dev.kith.gallery.Change;
import dev.kith.gallery.Filter;
import dev.kith.gallery.Fusion;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Generation;
import dev.kith.gallery.Probe;
import dev.kith.gallery.Recall;
import dev.kith.gallery.Search;
import dev.kith.gallery.Space;
import dev.kith.gallery.SubjectId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;

/// A generation in a Lucene directory: a view that searches see, what keeps it fresh, and what
/// keeps its promise of recall.
final class LuceneGeneration implements Generation {
  private static final double BUFFER_MB = 256;

  private final CommitNote origin;
  private final Directory files;
  private final IndexWriter writer;
  private final Described described = new Described();
  private final Sight sight;
  private final Freshness freshness;
  private final Effort effort;
  private boolean closed;

  /// @param fixed the beam of every search; empty to follow the promised recall
  LuceneGeneration(Path directory, CommitNote note, @Nullable Integer fixed) throws IOException {
    origin = note;
    files = FSDirectory.open(directory);
    writer = new IndexWriter(files, Codecs.steady(BUFFER_MB));
    DirectoryReader reader = DirectoryReader.open(writer);
    sight = new Sight(new View(reader, Segment.all(reader, List.of()), List.of(), note.sequence()));
    described.read(reader);
    String name = directory.getFileName().toString();
    freshness = new Freshness(name, note, writer, sight, described);
    effort = fixed == null ? new PromisedEffort(name, sight) : new FixedEffort(fixed);
  }

  @Override
  public int number() {
    return origin.number();
  }

  @Override
  public Space space() {
    return origin.space();
  }

  @Override
  public long sequence() {
    return sight.view().sequence();
  }

  @Override
  public long durableSequence() {
    return freshness.durable();
  }

  @Override
  public void follow(List<Change> changes) {
    freshness.follow(changes);
  }

  @Override
  public void commit() {
    try {
      freshness.commit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private float[] vector(Probe probe) {
    if (!probe.space().equals(space())) {
      throw new GalleryException.Conflict(
          "space-mismatch", "got a probe of %s, expected %s".formatted(probe.space(), space()));
    }
    return probe.embedding().toArray();
  }

  @Override
  public List<Candidate> search(Probe probe, Search search) {
    float[] vector = vector(probe);
    Search first = Centroids.first(search);
    int beam = effort.beam(vector, first);
    return sight.look(now ->
        Centroids.ordered(
            now, vector, now.search(vector, first, admitted(search.filter()), beam), search));
  }

  @Override
  public List<List<Candidate>> search(List<Probe> probes, Search search) {
    if (!search.exact() || !search.filter().wanted().isEmpty()) {
      return Generation.super.search(probes, search);
    }
    List<float[]> vectors = probes.stream().map(this::vector).toList();
    return sight.look(now -> {
      var found = new Exact(now, Centroids.first(search).limit()).search(vectors);
      List<List<Candidate>> ordered = new ArrayList<>(found.size());
      for (int i = 0; i < vectors.size(); i++) {
        ordered.add(Centroids.ordered(now, vectors.get(i), found.get(i), search));
      }
      return ordered;
    });
  }

  private Described.@Nullable Admitted admitted(Filter filter) {
    return filter.wanted().isEmpty() ? null : described.admitted(filter);
  }

  @Override
  public OptionalDouble score(Probe probe, SubjectId subject, Fusion fusion) {
    float[] vector = vector(probe);
    return sight.look(now ->
        switch (fusion) {
          case BEST -> now.best(vector, subject);
          case CENTROID -> new Centroids(now, Set.of(subject)).score(vector, subject);
        });
  }

  @Override
  public void promise(double recall) {
    effort.promise(recall);
  }

  @Override
  public Recall recall() {
    return effort.recall();
  }

  @Override
  public long templates() {
    return sight.look(View::templates);
  }

  @Override
  public Shape shape() {
    return sight.look(now -> {
      long bytes = 0;
      for (String file : files.listAll()) {
        bytes += length(file);
      }
      int fresh = now.fresh().stream().mapToInt(View.Fresh::seen).sum();
      return new Shape(now.segments().size(), fresh, bytes);
    });
  }

  /// A file that a merge removed meanwhile has no length.
  private long length(String file) {
    try {
      return files.fileLength(file);
    } catch (IOException _) {
      return 0;
    }
  }

  /// Writes and commits what is fresh, lets running searches finish, and closes the files.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      effort.close();
      freshness.close();
      sight.close();
      writer.rollback();
      files.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
