package dev.kith.gallery.lucene;

import dev.kith.gallery.Candidate;
import dev.kith.gallery.Change;
import dev.kith.gallery.Filter;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Generation;
import dev.kith.gallery.Probe;
import dev.kith.gallery.Search;
import dev.kith.gallery.Space;
import dev.kith.gallery.Subject;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/// A generation in a Lucene directory. Changes go to a fresh tail and are visible at once; a thread
/// behind writes tails into segments (about every second, or when a tail is full) and commits now
/// and then. While one tail is being written a second one fills; when that is full too, [#follow]
/// waits.
final class LuceneGeneration implements Generation {
  private static final Duration REFRESH = Duration.ofSeconds(1);
  private static final Duration COMMIT = Duration.ofSeconds(30);
  private static final double BUFFER_MB = 256;

  /// A beam that finds 99 % of the best subjects on identity-like vectors of 128 and 512
  /// dimensions.
  static final int BEAM = 256;

  private final int beam;
  private final CommitNote origin;
  private final Directory files;
  private final IndexWriter writer;
  private final Described described = new Described();
  private final Object appending = new Object();
  private final Object writing = new Object();
  private final Thread refresher;
  private Tail active;
  private long newest;
  private volatile View view;
  private volatile long written;
  private volatile long durable;
  private volatile boolean closed;
  private volatile @Nullable Exception failure;

  LuceneGeneration(Path directory, CommitNote note, int beam) throws IOException {
    this.beam = beam;
    origin = note;
    written = note.sequence();
    durable = note.sequence();
    files = FSDirectory.open(directory);
    writer = new IndexWriter(files, Codecs.steady(BUFFER_MB));
    DirectoryReader reader = DirectoryReader.open(writer);
    view = new View(reader, segments(reader, List.of()), List.of(), note.sequence());
    newest = view.segments().stream().mapToLong(each -> each.numbers().newest()).max().orElse(0);
    active = new Tail(note.space().dimension(), newest);
    readAttributes(reader);
    refresher =
        Thread.ofPlatform()
            .daemon()
            .name("kith-refresh-" + directory.getFileName())
            .start(this::refreshing);
  }

  private void readAttributes(DirectoryReader reader) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      NumericDocValues numbers = leaf.reader().getNumericDocValues(Documents.DESCRIBED);
      BinaryDocValues attributes = leaf.reader().getBinaryDocValues(Documents.ATTRIBUTES);
      Bits live = leaf.reader().getLiveDocs();
      if (numbers == null || attributes == null) {
        continue;
      }
      for (int document = numbers.nextDoc();
          document != DocIdSetIterator.NO_MORE_DOCS;
          document = numbers.nextDoc()) {
        if ((live == null || live.get(document)) && attributes.advanceExact(document)) {
          described.describe(numbers.longValue(), Attributes.read(attributes.binaryValue()));
        }
      }
    }
  }

  private static List<Segment> segments(DirectoryReader reader, List<Segment> known)
      throws IOException {
    Map<Object, Segment> byCore = new HashMap<>();
    known.forEach(each -> byCore.put(core(each.reader()), each));
    List<Segment> segments = new ArrayList<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      Segment same = byCore.get(core(leaf.reader()));
      segments.add(same == null ? Segment.of(leaf.reader()) : same.with(leaf.reader()));
    }
    return segments;
  }

  private static Object core(LeafReader reader) {
    IndexReader.CacheHelper helper = reader.getCoreCacheHelper();
    if (helper == null) {
      throw new IllegalStateException("segment " + reader + " has no key");
    }
    return helper.getKey();
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
    return view.sequence();
  }

  @Override
  public long durableSequence() {
    return durable;
  }

  @Override
  public void follow(List<Change> changes) {
    synchronized (appending) {
      long sequence = view.sequence();
      for (Change change : changes) {
        if (change.sequence() <= view.sequence()) {
          continue;
        }
        describe(change);
        if (active.full()) {
          publish(sequence);
          awaitRoom();
        }
        active.append(change);
        if (change instanceof Change.Enrol(_, Template template)) {
          newest = Math.max(newest, template.number());
        }
        sequence = change.sequence();
      }
      publish(sequence);
    }
  }

  private void describe(Change change) {
    switch (change) {
      case Change.Describe(_, Subject subject) ->
          described.describe(subject.number(), subject.attributes());
      case Change.Forget(_, long subject) -> described.describe(subject, Map.of());
      case Change.Enrol _, Change.Withdraw _ -> {
        // nothing to say of attributes
      }
    }
  }

  /// Waits for the refresher to take the full tail; called with `appending` held.
  private void awaitRoom() {
    appending.notifyAll();
    try {
      while (active.full()) {
        appending.wait(REFRESH.toMillis());
        healthy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a tail was written", e);
    }
  }

  private void healthy() {
    Exception broken = failure;
    if (broken != null || closed) {
      throw new IllegalStateException(
          "generation %d can't follow: %s"
              .formatted(number(), broken == null ? "it is closed" : broken.getMessage()),
          broken);
    }
  }

  /// Lets searches see the active tail as far as it is filled; called with `appending` held.
  private void publish(long sequence) {
    healthy();
    View now = view;
    List<View.Fresh> fresh = new ArrayList<>();
    fresh.add(new View.Fresh(active, active.count()));
    now.fresh().stream().filter(each -> each.tail() != active).forEach(fresh::add);
    view = new View(now.reader(), now.segments(), fresh, sequence);
  }

  @SuppressWarnings("CatchingUnchecked") // whatever breaks the writer must reach whoever follows
  private void refreshing() {
    long lastCommit = System.nanoTime();
    while (!closed) {
      try {
        awaitWork();
        refresh();
        if (System.nanoTime() - lastCommit > COMMIT.toNanos() && written != durable) {
          commitWritten();
          lastCommit = System.nanoTime();
        }
      } catch (InterruptedException _) {
        return;
      } catch (IOException | RuntimeException e) {
        failure = e;
        synchronized (appending) {
          appending.notifyAll();
        }
        return;
      }
    }
  }

  /// Returns when a tail is full, the generation closes, or a refresh is due.
  private void awaitWork() throws InterruptedException {
    long due = System.nanoTime() + REFRESH.toNanos();
    synchronized (appending) {
      for (long left = REFRESH.toMillis();
          left > 0 && !active.full() && !closed;
          left = Duration.ofNanos(due - System.nanoTime()).toMillis()) {
        appending.wait(left);
      }
    }
  }

  /// Writes the active tail into segments and swaps the view.
  private void refresh() throws IOException {
    synchronized (writing) {
      Tail full;
      long sequence;
      synchronized (appending) {
        if (active.isEmpty()) {
          return;
        }
        full = active;
        sequence = view.sequence();
        active = new Tail(space().dimension(), newest);
        publish(sequence);
        appending.notifyAll();
      }
      Changes.write(writer, full);
      View before = view;
      DirectoryReader reader = DirectoryReader.openIfChanged(before.reader(), writer);
      List<Segment> segments =
          reader == null ? before.segments() : segments(reader, before.segments());
      synchronized (appending) {
        written = sequence;
        View now = view;
        List<View.Fresh> fresh = now.fresh().stream().filter(each -> each.tail() != full).toList();
        view = new View(reader == null ? now.reader() : reader, segments, fresh, now.sequence());
        appending.notifyAll();
      }
      if (reader != null) {
        before.reader().decRef();
      }
    }
  }

  private void commitWritten() throws IOException {
    synchronized (writing) {
      long sequence = written;
      writer.setLiveCommitData(
          new CommitNote(origin.number(), origin.space(), sequence).written().entrySet());
      writer.commit();
      durable = sequence;
    }
  }

  @Override
  public void commit() {
    try {
      refresh();
      commitWritten();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @FunctionalInterface
  private interface Looking<T> {
    T at(View view) throws IOException;
  }

  /// Holds one view for one search.
  private <T> T looking(Looking<T> search) {
    while (true) {
      View now = view;
      if (now.reader().tryIncRef()) {
        try {
          return search.at(now);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } finally {
          release(now.reader());
        }
      }
      if (closed) {
        throw new GalleryException.Unavailable("closed", "the gallery is closed");
      }
      Thread.onSpinWait();
    }
  }

  private static void release(DirectoryReader reader) {
    try {
      reader.decRef();
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
    return looking(now -> now.search(vector, search, admitted(search.filter()), beam(search)));
  }

  @Override
  public List<List<Candidate>> search(List<Probe> probes, Search search) {
    if (!search.exact() || !search.filter().wanted().isEmpty()) {
      return Generation.super.search(probes, search);
    }
    List<float[]> vectors = probes.stream().map(this::vector).toList();
    return looking(now -> new Exact(now, search.limit()).search(vectors));
  }

  private int beam(Search search) {
    return Math.max(beam, search.limit());
  }

  private Described.@Nullable Admitted admitted(Filter filter) {
    return filter.wanted().isEmpty() ? null : described.admitted(filter);
  }

  @Override
  public OptionalDouble best(Probe probe, SubjectId subject) {
    float[] vector = vector(probe);
    return looking(now -> now.best(vector, subject));
  }

  @Override
  public long templates() {
    return looking(View::templates);
  }

  @Override
  public Shape shape() {
    return looking(now -> {
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
  public void close() {
    if (closed) {
      return;
    }
    try {
      if (failure == null) {
        commit();
      }
      synchronized (appending) {
        closed = true;
        appending.notifyAll();
      }
      refresher.join();
      view.reader().decRef();
      writer.rollback();
      files.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
