package dev.kith.gallery;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// The system of record: galleries, subjects, templates, embeddings, the change log, jobs. Reads
/// run on any thread and see committed rows; writes go through one writer that commits groups, and
/// are acknowledged after the sync.
public interface Registry extends AutoCloseable {
  /// Creates a gallery with its first generation, or updates the settings of the one of that name.
  /// Space and generation change only while it has no templates.
  ///
  /// @throws GalleryException.Conflict `use-reindex` when another space is asked of a gallery that
  ///   isn't empty
  GalleryEntry put(GalleryName name, Space space, GallerySettings settings);

  Optional<GalleryEntry> gallery(GalleryName name);

  /// By name, after the given one.
  List<GalleryEntry> galleries(Optional<GalleryName> after, int limit);

  /// Hides the gallery at once; its rows and unreferenced samples go in chunks with [#sweep].
  ///
  /// @return false when there was none
  boolean erase(GalleryName name);

  /// Removes up to about 10,000 rows of erased galleries and samples nobody refers to.
  ///
  /// @return whether there is more
  boolean sweep();

  /// Queues writes of one gallery as one unit: all or none, in order. The future completes after
  /// the commit is synced and every subscribed follower has applied it; it fails with the
  /// [GalleryException] of the write at fault.
  CompletableFuture<List<Receipt>> submit(GalleryEntry gallery, List<Write> writes);

  Optional<Subject> subject(GalleryEntry gallery, SubjectId id);

  /// By id, after the given one.
  List<Subject> subjects(GalleryEntry gallery, Optional<SubjectId> after, int limit);

  /// Names to show beside candidates; subjects without one are left out.
  Map<SubjectId, String> displayNames(GalleryEntry gallery, List<SubjectId> ids);

  /// A subject's template ids, each with its kept sample.
  Map<TemplateId, Optional<SampleDigest>> templatesOf(GalleryEntry gallery, SubjectId subject);

  Counts counts(GalleryEntry gallery);

  /// Live templates with an embedding in the space, by number, after the given one; the checksum of
  /// each row is verified and a row that fails is listed, never served.
  Page templates(GalleryEntry gallery, Space space, long afterNumber, int limit);

  /// The same subject by subject: all templates of the subjects of the next numbers.
  ///
  /// @param afterSubject number of a subject
  /// @param limit of subjects
  /// @return `last` is a subject's number
  Page templatesBySubject(GalleryEntry gallery, Space space, long afterSubject, int limit);

  /// The same of one subject.
  ///
  /// @param subject its number
  List<Template> templatesOf(GalleryEntry gallery, Space space, long subject);

  /// Live subjects by number, after the given one: what a rebuild needs beside the templates.
  List<Subject> described(GalleryEntry gallery, long afterNumber, int limit);

  /// The log after the given sequence, oldest first, rows as they are now.
  ///
  /// @throws GalleryException.Conflict `log-trimmed` when entries after `sequence` are gone:
  ///   rebuild instead
  List<Change> changes(GalleryEntry gallery, Space space, long sequence, int limit);

  /// The sequence of the gallery's last change.
  long head(GalleryEntry gallery);

  /// Brings the follower to the head, then hands it every commit in order, before the commit is
  /// acknowledged, on the writer's thread. A follower that throws is unsubscribed and told to
  /// `failed`; the commit stands.
  ///
  /// @return closing ends the subscription
  Subscription subscribe(
      GalleryEntry gallery, Follower follower, Consumer<RuntimeException> failed);

  /// Drops log entries that every subscribed follower has made durable.
  void trim(GalleryEntry gallery);

  /// Keeps the log from its head on, whoever follows, until it is closed: for a scan that will be
  /// followed from where it began.
  Subscription hold(GalleryEntry gallery);

  /// Which generations galleries have.
  Lineage lineage();

  /// How galleries carry embeddings from one of their spaces into another.
  Bridges bridges();

  /// Encoder names and the spaces they stand for.
  Map<String, Space> encoders();

  void nameEncoder(String name, Space space);

  boolean forgetEncoder(String name);

  Strangers strangers();

  /// What operators excluded from a gallery's calibration.
  List<Exclusion> exclusions(GalleryEntry gallery);

  ThresholdHistory thresholds();

  Jobs jobs();

  Samples samples();

  /// Reads every row and sample and tells what is damaged.
  ///
  /// @return rows read
  long scrub(Consumer<String> damage);

  /// Empty while writes work; else why they stopped (a failed sync stops them until restart).
  Optional<String> stopped();

  @Override
  void close();

  /// A follower's place in line; closing it ends the subscription.
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /// One page of a scan.
  ///
  /// @param damaged numbers of the rows whose checksum failed
  /// @param last the number to go on after; empty when the scan is over
  record Page(List<Template> templates, List<Long> damaged, OptionalLong last) {
    public Page {
      templates = List.copyOf(templates);
      damaged = List.copyOf(damaged);
    }
  }

  record Counts(long subjects, long templates) {}
}
