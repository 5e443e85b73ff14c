package dev.kith.server.work;

import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Job;
import dev.kith.gallery.Receipt;
import dev.kith.gallery.Write;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Writes the lines of a spooled NDJSON body: enrolments, or strangers of a cohort. Lines are read
/// in chunks; a chunk is encoded by the pool's bulk share while the chunk before it commits; the
/// cursor moves behind a commit, and doing a chunk again changes nothing, so a crash doubles
/// nothing and loses nothing.
final class ImportJob implements JobDesk.Kind {
  static final String KIND = "import";
  static final String COHORT = "cohort";
  static final int LONGEST_LINE = 64 << 20;
  private static final int CHUNK_LINES = 1000;
  private static final long CHUNK_BYTES = 16 << 20;

  private final Galleries galleries;
  private final Lines lines;
  private final WorkPool pool;
  private final Spool spool;

  /// What the lines of a body ask for.
  interface Lines {
    /// The rows of one line.
    ///
    /// @throws GalleryException when the line is refused
    List<Write> writes(Gallery gallery, Item item);

    /// A chunk of them is durable.
    void committed(Gallery gallery);
  }

  ImportJob(Galleries galleries, Lines lines, WorkPool pool, Spool spool) {
    this.galleries = galleries;
    this.lines = lines;
    this.pool = pool;
    this.spool = spool;
  }

  /// Where an import stands: bytes and lines done, and the length of the report that belongs to
  /// them.
  record Cursor(long offset, long lines, long reported) {
    static Cursor parse(String text) {
      if (text.isEmpty()) {
        return new Cursor(0, 0, 0);
      }
      String[] parts = text.split(":", 3);
      return new Cursor(
          Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }

    @Override
    public String toString() {
      return offset + ":" + lines + ":" + reported;
    }
  }

  @Override
  public void run(Progress progress) throws InterruptedException {
    Job job = progress.job();
    Gallery gallery = galleries.get(job.gallery());
    Cursor cursor = Cursor.parse(job.cursor());
    try (FileChannel channel = FileChannel.open(spool.lines(job.id()), StandardOpenOption.READ)) {
      spool.cutReport(job.id(), cursor.reported());
      channel.position(cursor.offset());
      InputStream in = Channels.newInputStream(channel);
      work(progress, gallery, new LineReader(in, cursor.offset(), LONGEST_LINE), cursor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (progress.stopped().filter(state -> state != Job.State.CANCELLED).isEmpty()) {
      tidyLines(job);
    }
  }

  private void tidyLines(Job job) {
    try {
      spool.deleteLines(job.id());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void tidy(Job job) {
    tidyLines(job);
    try {
      spool.deleteReport(job.id());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void work(Progress progress, Gallery gallery, LineReader reader, Cursor start)
      throws IOException, InterruptedException {
    Cursor at = start;
    CompletableFuture<Chunk> coming = encode(gallery, chunk(reader, at.lines()));
    while (!progress.stopping()) {
      Chunk chunk = Joined.join(coming);
      if (chunk.lines.isEmpty()) {
        return;
      }
      coming = encode(gallery, chunk(reader, chunk.end));
      List<Job.Refusal> refused = commit(gallery, chunk);
      lines.committed(gallery);
      at = new Cursor(chunk.offset, chunk.end, spool.append(progress.job().id(), refused));
      long total = Math.max(progress.job().total(), chunk.end);
      progress.advance(at.toString(), chunk.end, total, refused);
    }
    Joined.join(coming);
  }

  /// Lines read together. `lines` and `writes` run side by side; a line is either refused or has
  /// writes.
  private static final class Chunk {
    final List<LineReader.Line> lines = new ArrayList<>();
    final List<Optional<Job.Refusal>> refusals = new ArrayList<>();
    final List<List<Write>> writes = new ArrayList<>();
    final long first;
    long end;
    long offset;

    Chunk(long linesBefore) {
      first = linesBefore + 1;
      end = linesBefore;
    }
  }

  private static Chunk chunk(LineReader reader, long linesBefore) throws IOException {
    Chunk chunk = new Chunk(linesBefore);
    long start = reader.offset();
    while (chunk.lines.size() < CHUNK_LINES && reader.offset() - start < CHUNK_BYTES) {
      Optional<LineReader.Line> line = reader.next();
      if (line.isEmpty()) {
        break;
      }
      chunk.lines.add(line.get());
      chunk.end++;
    }
    chunk.offset = reader.offset();
    return chunk;
  }

  /// Spreads a chunk over the pool's bulk share.
  private CompletableFuture<Chunk> encode(Gallery gallery, Chunk chunk)
      throws InterruptedException {
    int slice = Math.max(1, chunk.lines.size() / 16);
    List<CompletableFuture<List<Row>>> slices = new ArrayList<>();
    for (int from = 0; from < chunk.lines.size(); from += slice) {
      int begin = from;
      int end = Math.min(from + slice, chunk.lines.size());
      slices.add(pool.bulk(() -> rows(gallery, chunk, begin, end)));
    }
    return CompletableFuture.allOf(slices.toArray(CompletableFuture[]::new))
        .thenApply(_ -> {
          slices.forEach(done -> done.join().forEach(row -> row.into(chunk)));
          return chunk;
        });
  }

  private record Row(Optional<Job.Refusal> refusal, List<Write> writes) {
    void into(Chunk chunk) {
      chunk.refusals.add(refusal);
      chunk.writes.add(writes);
    }
  }

  private List<Row> rows(Gallery gallery, Chunk chunk, int from, int to) {
    List<Row> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      rows.add(row(gallery, chunk.lines.get(i), chunk.first + i));
    }
    return rows;
  }

  private Row row(Gallery gallery, LineReader.Line line, long number) {
    try {
      byte[] json =
          line.bytes()
              .orElseThrow(() ->
                  new GalleryException.Invalid(
                      "line-too-long", "expected at most %d bytes".formatted(LONGEST_LINE)));
      if (blank(json)) {
        return new Row(Optional.empty(), List.of());
      }
      return new Row(Optional.empty(), lines.writes(gallery, ItemReader.read(json)));
    } catch (GalleryException refusal) {
      return new Row(Optional.of(refusal(number, refusal)), List.of());
    }
  }

  private static boolean blank(byte[] json) {
    for (byte b : json) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private static Job.Refusal refusal(long number, GalleryException refusal) {
    return new Job.Refusal(number, refusal.code(), String.valueOf(refusal.getMessage()));
  }

  /// Commits a chunk as one unit; where a row of it is refused by the registry, line by line.
  private static List<Job.Refusal> commit(Gallery gallery, Chunk chunk) {
    List<Job.Refusal> refused = new ArrayList<>();
    chunk.refusals.forEach(each -> each.ifPresent(refused::add));
    List<Write> all = chunk.writes.stream().flatMap(List::stream).toList();
    if (all.isEmpty()) {
      return refused;
    }
    try {
      Joined.join(gallery.submit(all));
    } catch (GalleryException.Unavailable stopped) {
      throw stopped;
    } catch (GalleryException _) {
      refused.addAll(oneByOne(gallery, chunk));
    }
    return refused;
  }

  private static List<Job.Refusal> oneByOne(Gallery gallery, Chunk chunk) {
    List<Job.Refusal> refused = new ArrayList<>();
    for (int i = 0; i < chunk.writes.size(); i++) {
      if (chunk.writes.get(i).isEmpty()) {
        continue;
      }
      try {
        List<Receipt> _ = Joined.join(gallery.submit(chunk.writes.get(i)));
      } catch (GalleryException.Unavailable stopped) {
        throw stopped;
      } catch (GalleryException refusal) {
        refused.add(refusal(chunk.first + i, refusal));
      }
    }
    return refused;
  }
}
