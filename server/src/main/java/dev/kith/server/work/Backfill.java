package dev.kith.server.work;

import dev.kith.encoder.Encoder;
import dev.kith.encoder.Encoding;
import dev.kith.gallery.CorruptionException;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.Job;
import dev.kith.gallery.Samples;
import dev.kith.gallery.Unencoded;
import dev.kith.gallery.Write;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/// Gives rows the embedding they lack: reads their samples, encodes them at the job's pace, and
/// hands the embeddings to the registry's writer. While a chunk commits, the next is encoded; a row
/// that changed meanwhile is passed over by the registry and lacks its embedding still.
final class Backfill {
  private static final int CHUNK = 256;
  private static final int SLICE = 16;

  private final Gallery gallery;
  private final Samples samples;
  private final Encoder encoder;
  private final Pace pace;

  /// What lacks an embedding, by number.
  @FunctionalInterface
  interface Rows {
    List<Unencoded> after(long number, int limit);
  }

  /// These rows, in this order, once.
  static Rows rows(List<Unencoded> rows) {
    Iterator<Unencoded> left = rows.iterator();
    return (_, limit) -> {
      List<Unencoded> some = new ArrayList<>();
      while (left.hasNext() && some.size() < limit) {
        some.add(left.next());
      }
      return some;
    };
  }

  /// A chunk that is durable.
  ///
  /// @param last number of its last row
  /// @param written how many embeddings it brought
  record Chunk(long last, int rows, int written, List<Job.Refusal> refused) {}

  private record Coming(List<Unencoded> rows, CompletableFuture<List<Outcome>> outcomes) {}

  /// What became of one row: an embedding or a refusal.
  private record Outcome(Optional<Write> write, Optional<Job.Refusal> refusal) {}

  Backfill(Gallery gallery, Samples samples, Encoder encoder, Pace pace) {
    this.gallery = gallery;
    this.samples = samples;
    this.encoder = encoder;
    this.pace = pace;
  }

  /// Goes once through the rows after a number.
  ///
  /// @param wanted which of them to try
  /// @param told of each chunk; says whether to go on
  /// @return whether it came to the end
  boolean pass(Rows rows, long after, Predicate<Unencoded> wanted, Predicate<Chunk> told)
      throws InterruptedException {
    Coming coming = encode(rows.after(after, CHUNK), wanted);
    boolean goOn = true;
    while (goOn && !coming.rows().isEmpty()) {
      long last = coming.rows().getLast().number();
      Coming next = encode(rows.after(last, CHUNK), wanted);
      goOn = told.test(commit(coming, last));
      coming = next;
    }
    List<Outcome> _ = Joined.join(coming.outcomes());
    return goOn;
  }

  private Coming encode(List<Unencoded> rows, Predicate<Unencoded> wanted)
      throws InterruptedException {
    List<Unencoded> tried = rows.stream().filter(wanted).toList();
    List<CompletableFuture<List<Outcome>>> slices = new ArrayList<>();
    for (int from = 0; from < tried.size(); from += SLICE) {
      List<Unencoded> slice = tried.subList(from, Math.min(tried.size(), from + SLICE));
      slices.add(pace.run(() -> outcomes(slice)));
    }
    return new Coming(
        rows,
        CompletableFuture.allOf(slices.toArray(CompletableFuture[]::new))
            .thenApply(_ -> slices.stream().flatMap(done -> done.join().stream()).toList()));
  }

  private List<Outcome> outcomes(List<Unencoded> slice) {
    List<Outcome> outcomes = new ArrayList<>();
    List<Unencoded> readable = new ArrayList<>();
    List<byte[]> bytes = new ArrayList<>();
    for (Unencoded row : slice) {
      try {
        bytes.add(
            samples
                .read(row.sample().orElseThrow())
                .orElseThrow(() -> new CorruptionException("its sample is missing")));
        readable.add(row);
      } catch (CorruptionException damage) {
        outcomes.add(refused(row, "sample-damaged", String.valueOf(damage.getMessage())));
      }
    }
    List<Encoding> encodings = encoder.encode(bytes);
    for (int i = 0; i < readable.size(); i++) {
      outcomes.add(outcome(readable.get(i), encodings.get(i)));
    }
    return outcomes;
  }

  private static Outcome outcome(Unencoded row, Encoding encoding) {
    return switch (encoding) {
      case Encoding.Encoded(var embedding) ->
          new Outcome(
              Optional.of(new Write.Encode(row.owner(), row.number(), row.sample(), embedding)),
              Optional.empty());
      case Encoding.Unusable(String code, String reason) -> refused(row, code, reason);
    };
  }

  private static Outcome refused(Unencoded row, String code, String reason) {
    return new Outcome(Optional.empty(), Optional.of(refusal(row, code, reason)));
  }

  static Job.Refusal refusal(Unencoded row, String code, String reason) {
    return new Job.Refusal(row.number(), code, row.id() + ": " + reason);
  }

  private Chunk commit(Coming coming, long last) {
    List<Outcome> outcomes = Joined.join(coming.outcomes());
    List<Write> writes = outcomes.stream().flatMap(each -> each.write().stream()).toList();
    if (!writes.isEmpty()) {
      Joined.join(gallery.submit(writes));
    }
    return new Chunk(
        last,
        coming.rows().size(),
        writes.size(),
        outcomes.stream().flatMap(each -> each.refusal().stream()).toList());
  }
}
