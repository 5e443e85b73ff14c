package dev.kith.gallery.lucene;

import dev.kith.gallery.Candidate;
import dev.kith.gallery.Change;
import dev.kith.gallery.Score;
import dev.kith.gallery.Search;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Template;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/// What one search sees: segments and the fresh tails over them, later over earlier, at one
/// sequence. Immutable; swapped whole.
///
/// @param reader keeps the segments' files open; whoever searches holds a reference
/// @param fresh tails, the latest first
record View(DirectoryReader reader, List<Segment> segments, List<Fresh> fresh, long sequence) {
  /// A beam that finds 99 % of the best subjects on identity-like vectors of 128 and 512
  /// dimensions.
  private static final int BEAM = 256;

  /// Templates a graph search may score in one segment before a scan takes over.
  private static final int VISITS = 50_000;

  /// Below this share of a segment's subjects, a filter's few are scanned.
  private static final double FEW = 0.05;

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

  List<Candidate> search(float[] probe, Search search, Described.@Nullable Admitted admitted)
      throws IOException {
    Best best = new Best(search.limit());
    long base = 0;
    for (Segment segment : segments) {
      look(segment, base, probe, search, admitted, best);
      base += segment.reader().maxDoc();
    }
    for (int i = 0; i < fresh.size(); i++) {
      scan(i, base, probe, admitted, best);
      base += Tail.ROOM;
    }
    return candidates(best);
  }

  private void look(
      Segment segment,
      long base,
      float[] probe,
      Search search,
      Described.@Nullable Admitted admitted,
      Best best)
      throws IOException {
    Bits visible = visible(segment, admitted);
    int beam = Math.max(BEAM, 2 * search.limit());
    boolean few =
        segment.subjects() <= beam
            || (admitted != null && admitted.size() < FEW * segment.subjects());
    boolean walk = !search.exact() && !few && segment.hasGraph();
    if (!walk || !segment.walk(probe, visible, beam, VISITS, base, best)) {
      segment.scan(probe, visible, base, best);
    }
  }

  private Bits visible(Segment segment, Described.@Nullable Admitted admitted) {
    return segment.admitted(document -> {
      long template = segment.template(document);
      return template != Segment.NO_TEMPLATE
          && (admitted == null || admitted.admits(segment.subject(document)))
          && !changedSince(template, fresh.size());
    });
  }

  /// Whether one of the `later` latest tails changes the template.
  private boolean changedSince(long template, int later) {
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
    for (int position = 0; position < part.seen(); position++) {
      Template template = standing(index, position);
      if (template != null && (admitted == null || admitted.admits(template.subjectNumber()))) {
        best.offer(
            template.subjectNumber(),
            VectorUtil.dotProduct(probe, part.tail().vector(position)),
            base + position);
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

  private List<Candidate> candidates(Best best) throws IOException {
    Integer[] slots = new Integer[best.size()];
    Arrays.setAll(slots, i -> i);
    Arrays.sort(slots, (a, b) -> Long.compare(best.place(a), best.place(b)));
    List<Candidate> candidates = new ArrayList<>();
    Names names = new Names();
    for (int slot : slots) {
      Documents.Ids ids = names.at(best.place(slot));
      candidates.add(new Candidate(ids.subject(), new Score(best.score(slot)), ids.template()));
    }
    candidates.sort(null);
    return candidates;
  }

  /// Reads ids place by place, upwards.
  private final class Names {
    private int segment;
    private long base;
    private @Nullable BinaryDocValues ids;

    Documents.Ids at(long place) throws IOException {
      while (segment < segments.size() && place >= base + segments.get(segment).reader().maxDoc()) {
        base += segments.get(segment).reader().maxDoc();
        segment++;
        ids = null;
      }
      return segment < segments.size() ? stored((int) (place - base)) : fresh(place - base);
    }

    private Documents.Ids stored(int document) throws IOException {
      BinaryDocValues values = ids;
      if (values == null) {
        values = segments.get(segment).reader().getBinaryDocValues(Documents.IDS);
        ids = values;
      }
      if (values == null || !values.advanceExact(document)) {
        throw new IllegalStateException("document " + document + " has no ids");
      }
      return Documents.Ids.read(values.binaryValue());
    }

    private Documents.Ids fresh(long offset) {
      Tail tail = fresh.get((int) (offset / Tail.ROOM)).tail();
      if (tail.change((int) (offset % Tail.ROOM)) instanceof Change.Enrol(_, Template template)) {
        return new Documents.Ids(template.subject(), template.id());
      }
      throw new IllegalStateException("the tail has no template at " + offset);
    }
  }

  /// The best score against one subject's templates, by scan.
  OptionalDouble best(float[] probe, SubjectId subject) throws IOException {
    double best = Double.NEGATIVE_INFINITY;
    for (Segment segment : segments) {
      best = Math.max(best, best(segment, probe, subject));
    }
    for (int i = 0; i < fresh.size(); i++) {
      for (int position = 0; position < fresh.get(i).seen(); position++) {
        Template template = standing(i, position);
        if (template != null && template.subject().equals(subject)) {
          best = Math.max(best, VectorUtil.dotProduct(probe, fresh.get(i).tail().vector(position)));
        }
      }
    }
    return best == Double.NEGATIVE_INFINITY ? OptionalDouble.empty() : OptionalDouble.of(best);
  }

  private double best(Segment segment, float[] probe, SubjectId subject) throws IOException {
    double best = Double.NEGATIVE_INFINITY;
    PostingsEnum documents =
        segment.reader().postings(Documents.subject(subject), PostingsEnum.NONE);
    FloatVectorValues vectors = segment.reader().getFloatVectorValues(Documents.VECTOR);
    if (documents == null || vectors == null) {
      return best;
    }
    Bits visible = visible(segment, null);
    KnnVectorValues.DocIndexIterator rows = vectors.iterator();
    for (int document = documents.nextDoc();
        document != PostingsEnum.NO_MORE_DOCS;
        document = documents.nextDoc()) {
      if (visible.get(document)) {
        rows.advance(document);
        best = Math.max(best, VectorUtil.dotProduct(probe, vectors.vectorValue(rows.index())));
      }
    }
    return best;
  }

  /// Templates in sight. Cost: a term look-up for each template the tails change.
  long templates() throws IOException {
    long count = segments.stream().mapToLong(Segment::templates).sum();
    for (int i = 0; i < fresh.size(); i++) {
      for (int position = 0; position < fresh.get(i).seen(); position++) {
        count += difference(i, position);
      }
    }
    return count;
  }

  /// What the last change of a template in the tails means for the count.
  private int difference(int index, int position) throws IOException {
    Fresh part = fresh.get(index);
    long template =
        switch (part.tail().change(position)) {
          case Change.Enrol(_, Template row) -> row.number();
          case Change.Withdraw(_, long number) -> number;
          case Change.Describe _, Change.Forget _ -> Segment.NO_TEMPLATE;
        };
    if (template == Segment.NO_TEMPLATE
        || part.tail().lastChange(template, part.seen()) != position
        || changedSince(template, index)) {
      return 0;
    }
    int stored = reader.docFreq(Documents.template(template)) > 0 && live(template) ? 1 : 0;
    return (part.tail().change(position) instanceof Change.Enrol ? 1 : 0) - stored;
  }

  private boolean live(long template) throws IOException {
    for (Segment segment : segments) {
      PostingsEnum documents =
          segment.reader().postings(Documents.template(template), PostingsEnum.NONE);
      Bits live = segment.reader().getLiveDocs();
      if (documents == null) {
        continue;
      }
      for (int document = documents.nextDoc();
          document != PostingsEnum.NO_MORE_DOCS;
          document = documents.nextDoc()) {
        if (live == null || live.get(document)) {
          return true;
        }
      }
    }
    return false;
  }
}
