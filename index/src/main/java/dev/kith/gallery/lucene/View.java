package dev.kith.gallery.lucene;

import dev.kith.gallery.Candidate;
import dev.kith.gallery.Change;
import dev.kith.gallery.Score;
import dev.kith.gallery.Search;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Template;
import dev.kith.gallery.lucene.kernel.Kernel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.jspecify.annotations.Nullable;

/// What one search sees: segments and the fresh tails over them, later over earlier, at one
/// sequence. Immutable; swapped whole.
///
/// @param reader keeps the segments' files open; whoever searches holds a reference
/// @param fresh tails, the latest first
record View(DirectoryReader reader, List<Segment> segments, List<Fresh> fresh, long sequence) {

  /// A tail as far as this view sees it.
  record Fresh(Tail tail, int seen) {
    boolean changes(long template) {
      return tail.lastChange(template, seen) >= 0;
    }
  }

  View {
    segments = List.copyOf(segments);
    fresh = List.copyOf(fresh);
  }

  /// Rows of all segments, hidden ones among them.
  long rows() {
    long rows = 0;
    for (Segment segment : segments) {
      rows += segment.numbers().rows();
    }
    return rows;
  }

  List<Candidate> search(
      float[] probe, Search search, Described.@Nullable Admitted admitted, int beam)
      throws IOException {
    return look(probe, search, admitted, each -> each.search(probe, search, beam));
  }

  /// What [#search] would find were there too many rows for a scan.
  List<Candidate> walk(float[] probe, Search search, int beam) throws IOException {
    return look(probe, search, null, each -> each.walk(probe, search, beam));
  }

  private List<Candidate> look(
      float[] probe,
      Search search,
      Described.@Nullable Admitted admitted,
      Consumer<SegmentSearch> each)
      throws IOException {
    Best best = best(search.limit());
    long base = 0;
    for (Segment segment : segments) {
      each.accept(new SegmentSearch(segment, base, this, admitted, best));
      base += segment.numbers().rows();
    }
    scanFresh(base, probe, admitted, best);
    return candidates(best);
  }

  /// Draws a template of the segments that have a graph, each as likely; one must have.
  ///
  /// @param vectors gets its vector
  /// @return whose it is
  SubjectId draw(SplittableRandom random, List<float[]> vectors) throws IOException {
    List<Segment> walked = segments.stream().filter(Segment::walked).toList();
    long rows = walked.stream().mapToLong(each -> each.numbers().rows()).sum();
    while (true) {
      long place = random.nextLong(rows);
      int at = 0;
      while (place >= walked.get(at).numbers().rows()) {
        place -= walked.get(at++).numbers().rows();
      }
      Segment segment = walked.get(at);
      if (segment.live((int) place)) {
        vectors.add(segment.vector((int) place));
        return stored(segment, (int) place).subject();
      }
    }
  }

  /// An empty list of the best, in the order of this view.
  Best best(int limit) {
    return new Best(limit, this::order);
  }

  /// Scores what no segment holds yet.
  ///
  /// @param first the place of the latest tail's first entry
  void scanFresh(long first, float[] probe, Described.@Nullable Admitted admitted, Best best) {
    for (int i = 0; i < fresh.size(); i++) {
      scan(i, first + (long) i * Tail.ROOM, probe, admitted, best);
    }
  }

  /// Whether some tail may take templates of segments from sight.
  boolean hides() {
    return fresh.stream().anyMatch(each -> each.tail().hides());
  }

  /// Whether one of the `later` latest tails changes the template.
  boolean changedSince(long template, int later) {
    for (int i = 0; i < later; i++) {
      if (fresh.get(i).changes(template)) {
        return true;
      }
    }
    return false;
  }

  private void scan(
      int index, long base, float[] probe, Described.@Nullable Admitted admitted, Best best) {
    Fresh part = fresh.get(index);
    float[] scores = new float[Tail.BLOCK];
    for (int position = 0; position < part.seen(); position++) {
      if (position % Tail.BLOCK == 0) {
        part.tail().score(Kernel.best(), probe, position / Tail.BLOCK, scores);
      }
      float score = scores[position % Tail.BLOCK];
      Template template = score < best.worst() ? null : standing(index, position);
      if (template != null && (admitted == null || admitted.admits(template.subjectNumber()))) {
        best.offer(template.subjectNumber(), score, base + position);
      }
    }
  }

  /// Reads the templates of some subjects that no segment holds yet.
  void readFresh(Set<SubjectId> subjects, Consumer<Template> reader) {
    for (int i = 0; i < fresh.size(); i++) {
      Fresh part = fresh.get(i);
      for (int position = 0; position < part.seen(); position++) {
        if (part.tail().change(position) instanceof Change.Enrol(_, Template template)
            && subjects.contains(template.subject())
            && standing(i, position) != null) {
          reader.accept(template);
        }
      }
    }
  }

  /// The template enrolled at a tail's position, unless a later change took it away.
  private @Nullable Template standing(int index, int position) {
    Fresh part = fresh.get(index);
    return part.tail().change(position) instanceof Change.Enrol(_, Template template)
            && part.tail().lastChange(template.number(), part.seen()) == position
            && !changedSince(template.number(), index)
        ? template
        : null;
  }

  List<Candidate> candidates(Best best) throws IOException {
    List<Candidate> candidates = new ArrayList<>();
    for (int slot = 0; slot < best.size(); slot++) {
      Documents.Ids ids = ids(best.place(slot));
      candidates.add(new Candidate(ids.subject(), new Score(best.score(slot)), ids.template()));
    }
    candidates.sort(null);
    return candidates;
  }

  /// The order of two equal scores: by subject, then by template.
  private int order(long place, long other) throws IOException {
    Documents.Ids left = ids(place);
    Documents.Ids right = ids(other);
    int bySubject = left.subject().compareTo(right.subject());
    return bySubject != 0 ? bySubject : left.template().compareTo(right.template());
  }

  /// The ids of what stands at a place: rows of segments first, tails behind them.
  private Documents.Ids ids(long place) throws IOException {
    long offset = place;
    for (Segment segment : segments) {
      if (offset < segment.numbers().rows()) {
        return stored(segment, (int) offset);
      }
      offset -= segment.numbers().rows();
    }
    Tail tail = fresh.get((int) (offset / Tail.ROOM)).tail();
    if (tail.change((int) (offset % Tail.ROOM)) instanceof Change.Enrol(_, Template template)) {
      return new Documents.Ids(template.subject(), template.id());
    }
    throw new IllegalStateException("the tail has no template at " + offset);
  }

  private static Documents.Ids stored(Segment segment, int row) throws IOException {
    int document = segment.numbers().document(row);
    BinaryDocValues values = segment.reader().getBinaryDocValues(Documents.IDS);
    if (values == null || !values.advanceExact(document)) {
      throw new IllegalStateException("document " + document + " has no ids");
    }
    return Documents.Ids.read(values.binaryValue());
  }

  /// The best score against one subject's templates, by scan.
  OptionalDouble best(float[] probe, SubjectId subject) throws IOException {
    Best best = best(1);
    for (Segment segment : segments) {
      new SegmentSearch(segment, 0, this, null, best).search(probe, subject);
    }
    float[] scores = new float[Tail.BLOCK];
    for (int i = 0; i < fresh.size(); i++) {
      for (int position = 0; position < fresh.get(i).seen(); position++) {
        Template template = standing(i, position);
        if (template != null && template.subject().equals(subject)) {
          fresh.get(i).tail().score(Kernel.best(), probe, position / Tail.BLOCK, scores);
          best.offer(template.subjectNumber(), scores[position % Tail.BLOCK], 0);
        }
      }
    }
    return best.size() == 0 ? OptionalDouble.empty() : OptionalDouble.of(best.score(0));
  }

  /// Templates in sight. Cost: a look-up for each template the tails change.
  long templates() throws IOException {
    return new Census(this).templates();
  }
}
