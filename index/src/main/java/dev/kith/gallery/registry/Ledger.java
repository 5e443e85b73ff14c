package dev.kith.gallery.registry;

import dev.kith.gallery.GalleryException;
import dev.kith.gallery.SubjectId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the writer's thread holds while it writes: its session, the numbers given out, the rows of
/// the galleries it writes to, and the changes that the commit in the making will announce.
final class Ledger {
  private record Announcement(long gallery, News news) {}

  private final Session session;
  private final Counters counters;
  private final Map<Long, OpenGallery> galleries = new HashMap<>();
  private final Set<OpenGallery> touched = new HashSet<>();
  private final List<Announcement> ofUnit = new ArrayList<>();
  private final Map<Long, List<News>> ofCommit = new LinkedHashMap<>();

  /// Subject numbers by id: bulk work names the same subjects again and again.
  private final Remembered<Long> subjects = new Remembered<>();

  private final Set<Named> renamed = new HashSet<>();

  Ledger(Session session) throws SQLException {
    this.session = session;
    this.counters = new Counters(session);
  }

  Session session() {
    return session;
  }

  Counters counters() {
    return counters;
  }

  /// @throws GalleryException.NotFound `no-such-gallery` when it is erased
  OpenGallery gallery(long id) throws SQLException {
    OpenGallery known = galleries.get(id);
    if (known != null) {
      return known;
    }
    OpenGallery opened =
        GalleryRows.open(session, id)
            .orElseThrow(() ->
                new GalleryException.NotFound(
                    "no-such-gallery", "gallery %d is gone, expected a live one".formatted(id)));
    galleries.put(id, opened);
    return opened;
  }

  OptionalLong remembered(OpenGallery gallery, SubjectId id) {
    Long number = subjects.get(new Named(gallery.id(), id));
    return number == null ? OptionalLong.empty() : OptionalLong.of(number);
  }

  void remember(OpenGallery gallery, SubjectId id, long number) {
    subjects.put(new Named(gallery.id(), id), number);
  }

  void forget(OpenGallery gallery, SubjectId id) {
    subjects.remove(new Named(gallery.id(), id));
  }

  /// A subject's display name changes with the commit in the making, or the subject goes.
  void renamed(OpenGallery gallery, SubjectId id) {
    renamed.add(new Named(gallery.id(), id));
  }

  /// Takes the next sequence for an entry of the gallery's log.
  ///
  /// @param subject number of the subject that changed
  long logSubject(OpenGallery gallery, long subject) throws SQLException {
    long sequence = next(gallery);
    LogRows.insertSubject(session, gallery.id(), sequence, subject);
    return sequence;
  }

  /// The same of a template.
  ///
  /// @param subject number of whose it is
  /// @param space the number of the only space the entry matters in; null for all of them
  long logTemplate(OpenGallery gallery, long template, long subject, @Nullable Long space)
      throws SQLException {
    long sequence = next(gallery);
    LogRows.insertTemplate(session, gallery.id(), sequence, template, subject, space);
    return sequence;
  }

  private long next(OpenGallery gallery) {
    long sequence = counters.next(Counters.Of.SEQUENCE);
    count(gallery, gallery.tally().at(sequence));
    return sequence;
  }

  void count(OpenGallery gallery, Tally tally) {
    gallery.tally(tally);
    touched.add(gallery);
  }

  void announce(OpenGallery gallery, News news) {
    ofUnit.add(new Announcement(gallery.id(), news));
  }

  /// The unit stands: its counts become rows, its changes part of the commit.
  void unitDone() throws SQLException {
    for (OpenGallery gallery : touched) {
      GalleryRows.store(session, gallery);
    }
    touched.clear();
    for (Announcement each : ofUnit) {
      ofCommit.computeIfAbsent(each.gallery(), _ -> new ArrayList<>()).add(each.news());
    }
    ofUnit.clear();
  }

  /// The unit was taken back; what was read since it began may be wrong and is read again.
  void unitFailed() {
    touched.clear();
    ofUnit.clear();
    reread();
  }

  /// Rows of galleries or subjects changed behind the ledger's back.
  void reread() {
    galleries.clear();
    subjects.clear();
  }

  /// Hands over the changes by gallery, in order, and begins anew.
  Map<Long, List<News>> committed() {
    Map<Long, List<News>> changes = new LinkedHashMap<>(ofCommit);
    ofCommit.clear();
    return changes;
  }

  /// Hands over whose display names the commit changed, and begins anew. Names subjects of failed
  /// units, too.
  Set<Named> renamed() {
    Set<Named> changed = new HashSet<>(renamed);
    renamed.clear();
    return changed;
  }

  void rolledBack() {
    unitFailed();
    counters.rolledBack();
    ofCommit.clear();
    renamed.clear();
  }
}
