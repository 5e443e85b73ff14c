package dev.kith.gallery.registry;

import dev.kith.gallery.Bridges;
import dev.kith.gallery.Change;
import dev.kith.gallery.Exclusion;
import dev.kith.gallery.Follower;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.GallerySettings;
import dev.kith.gallery.GenerationEntry;
import dev.kith.gallery.Jobs;
import dev.kith.gallery.Lineage;
import dev.kith.gallery.Receipt;
import dev.kith.gallery.Registry;
import dev.kith.gallery.SampleDigest;
import dev.kith.gallery.Samples;
import dev.kith.gallery.Space;
import dev.kith.gallery.Strangers;
import dev.kith.gallery.Subject;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Template;
import dev.kith.gallery.TemplateId;
import dev.kith.gallery.ThresholdHistory;
import dev.kith.gallery.Write;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// The registry on SQLite: `registry.db` in WAL mode with `synchronous=FULL`, and `samples/` beside
/// it. One process at a time; within it thread-safe.
public final class SqliteRegistry implements Registry {
  private static final int CHUNK = 10_000;

  private final Readers readers;
  private final DisplayNames names;
  private final Followers followers = new Followers();
  private final Writer writer;
  private final SampleFiles samples;
  private final Jobs jobs;
  private final Strangers strangers;
  private final Lineage lineage;
  private final Bridges bridges;
  private final ThresholdHistory thresholds;

  SqliteRegistry(Path directory, Disk disk, Writer.Commit commit) {
    Path file = directory.resolve("registry.db");
    try {
      Session session = Session.writing(file);
      Schema.migrate(session, file);
      readers = new Readers(file);
      names = new DisplayNames(readers);
      writer = new Writer(session, commit, followers::hand, names);
      samples = new SampleFiles(directory.resolve("samples"), disk, writer::stop);
      jobs = new JobRows(readers, writer);
      strangers = new StrangerReads(readers);
      lineage = new LineageRows(readers, writer);
      bridges = new BridgeRows(readers, writer);
      thresholds = new ThresholdRows(readers, writer);
      writer.start();
    } catch (SQLException e) {
      throw Readers.failure(e);
    }
  }

  /// Opens the registry of a data directory, making it where there is none.
  ///
  /// @throws GalleryException.Conflict `unknown-version` when the file is of a version this Kith
  ///   doesn't know
  public static SqliteRegistry open(Path directory) {
    return new SqliteRegistry(directory, Disk.REAL, session -> session.change("COMMIT"));
  }

  @Override
  public GalleryEntry put(GalleryName name, Space space, GallerySettings settings) {
    return writer.await(
        Work.alone(ledger -> {
          Optional<GalleryEntry> before = GalleryRows.named(ledger.session(), name);
          long id =
              before.isPresent()
                  ? moved(ledger, before.get(), space, settings.encoder())
                  : created(ledger, name, space, settings.encoder());
          GalleryRows.update(ledger.session(), id, settings);
          ledger.reread();
          return GalleryRows.entry(ledger.session(), id);
        }));
  }

  private static long created(
      Ledger ledger, GalleryName name, Space space, Optional<String> encoder) throws SQLException {
    long id = ledger.counters().next(Counters.Of.GALLERY);
    long number = GalleryRows.numbered(ledger, id, space);
    GalleryRows.insert(ledger.session(), id, name, number);
    LineageRows.insert(ledger.session(), id, 1, number, encoder, GenerationEntry.State.STANDING);
    return id;
  }

  /// An empty gallery of another space begins a generation of its own.
  private static long moved(
      Ledger ledger, GalleryEntry before, Space space, Optional<String> encoder)
      throws SQLException {
    if (before.space().equals(space)) {
      return before.id();
    }
    long templates = GalleryRows.counts(ledger.session(), before.id()).templates();
    if (templates > 0) {
      throw new GalleryException.Conflict(
          "use-reindex",
          "gallery %s has %d templates of %s, expected none before it can be of %s: reindex it"
              .formatted(before.name(), templates, before.space().id(), space.id()));
    }
    Session session = ledger.session();
    long number = GalleryRows.numbered(ledger, before.id(), space);
    int next = LineageRows.next(session, before.id());
    LineageRows.insert(session, before.id(), next, number, encoder, GenerationEntry.State.STANDING);
    LineageRows.state(session, before.id(), before.generation(), GenerationEntry.State.DROPPED);
    GalleryRows.charge(session, before.id(), number, next, encoder);
    return before.id();
  }

  @Override
  public Optional<GalleryEntry> gallery(GalleryName name) {
    return readers.ask(session -> GalleryRows.named(session, name));
  }

  @Override
  public List<GalleryEntry> galleries(Optional<GalleryName> after, int limit) {
    String from = after.map(GalleryName::value).orElse("");
    return readers.ask(session -> GalleryRows.list(session, from, limit));
  }

  @Override
  public boolean erase(GalleryName name) {
    return writer.await(
        Work.alone(ledger -> {
          boolean erased = GalleryRows.erase(ledger.session(), name);
          ledger.reread();
          return erased;
        }));
  }

  @Override
  public boolean sweep() {
    return writer.await(
        Work.alone(ledger -> {
          boolean more = Sweep.chunk(ledger.session(), samples, CHUNK);
          ledger.reread();
          return more;
        }));
  }

  @Override
  public CompletableFuture<List<Receipt>> submit(GalleryEntry gallery, List<Write> writes) {
    Unit unit = new Unit(gallery.id(), writes, samples::check);
    Work<List<Receipt>> work = Work.grouped(unit, unit.weight());
    writer.submit(work);
    return work.done();
  }

  @Override
  public Optional<Subject> subject(GalleryEntry gallery, SubjectId id) {
    return readers.ask(session -> SubjectRows.named(session, gallery.id(), id));
  }

  @Override
  public List<Subject> subjects(GalleryEntry gallery, Optional<SubjectId> after, int limit) {
    String from = after.map(SubjectId::value).orElse("");
    return readers.ask(session -> SubjectRows.byId(session, gallery.id(), from, limit));
  }

  @Override
  public Map<SubjectId, String> displayNames(GalleryEntry gallery, List<SubjectId> ids) {
    return names.of(gallery.id(), ids);
  }

  @Override
  public Map<TemplateId, Optional<SampleDigest>> templatesOf(
      GalleryEntry gallery, SubjectId subject) {
    return readers.ask(session -> TemplateRows.of(session, gallery.id(), subject));
  }

  @Override
  public Counts counts(GalleryEntry gallery) {
    return readers.ask(session -> GalleryRows.counts(session, gallery.id()));
  }

  @Override
  public Page templates(GalleryEntry gallery, Space space, long afterNumber, int limit) {
    return readers.ask(session -> {
      OptionalLong number = GalleryRows.spaceNumber(session, gallery.id(), space);
      return number.isEmpty()
          ? new Page(List.of(), List.of(), OptionalLong.empty())
          : EmbeddingRows.page(
              session,
              gallery.id(),
              space,
              number.getAsLong(),
              afterNumber,
              Math.min(limit, CHUNK));
    });
  }

  @Override
  public Page templatesBySubject(GalleryEntry gallery, Space space, long afterSubject, int limit) {
    return readers.ask(session ->
        EmbeddingRows.bySubject(
            session,
            gallery.id(),
            space,
            GalleryRows.spaceNumber(session, gallery.id(), space).orElse(0),
            afterSubject,
            Math.min(limit, CHUNK)));
  }

  @Override
  public List<Template> templatesOf(GalleryEntry gallery, Space space, long subject) {
    return readers.ask(session ->
        EmbeddingRows.of(
            session,
            gallery.id(),
            space,
            GalleryRows.spaceNumber(session, gallery.id(), space).orElse(0),
            subject));
  }

  @Override
  public List<Subject> described(GalleryEntry gallery, long afterNumber, int limit) {
    return readers.ask(session ->
        SubjectRows.byNumber(session, gallery.id(), afterNumber, Math.min(limit, CHUNK)));
  }

  @Override
  public List<Change> changes(GalleryEntry gallery, Space space, long sequence, int limit) {
    return readers.ask(
        session -> LogRows.after(session, gallery.id(), space, sequence, Math.min(limit, CHUNK)));
  }

  @Override
  public long head(GalleryEntry gallery) {
    return readers.ask(session -> LogRows.head(session, gallery.id()));
  }

  /// Most of the way is caught up on the caller's thread; the rest, and the place in line, between
  /// two commits.
  @Override
  public Subscription subscribe(
      GalleryEntry gallery, Follower follower, Consumer<RuntimeException> failed) {
    for (List<Change> page = changes(gallery, follower.space(), follower.sequence(), CHUNK);
        page.size() == CHUNK;
        page = changes(gallery, follower.space(), follower.sequence(), CHUNK)) {
      follower.follow(page);
    }
    return writer.await(
        Work.alone(ledger -> {
          catchUp(ledger.session(), gallery, follower);
          return followers.join(gallery.id(), follower, failed);
        }));
  }

  private static void catchUp(Session session, GalleryEntry gallery, Follower follower)
      throws SQLException {
    for (List<Change> page = page(session, gallery, follower);
        !page.isEmpty();
        page = page(session, gallery, follower)) {
      follower.follow(page);
    }
  }

  private static List<Change> page(Session session, GalleryEntry gallery, Follower follower)
      throws SQLException {
    return LogRows.after(session, gallery.id(), follower.space(), follower.sequence(), CHUNK);
  }

  @Override
  public void trim(GalleryEntry gallery) {
    OptionalLong durable = followers.durable(gallery.id());
    if (durable.isEmpty()) {
      return;
    }
    int dropped = CHUNK;
    while (dropped == CHUNK) {
      dropped =
          writer.await(
              Work.grouped(
                  ledger ->
                      LogRows.trim(ledger.session(), gallery.id(), durable.getAsLong(), CHUNK),
                  0));
    }
  }

  @Override
  public Subscription hold(GalleryEntry gallery) {
    return writer.await(
        Work.alone(
            ledger -> followers.hold(gallery.id(), LogRows.head(ledger.session(), gallery.id()))));
  }

  @Override
  public Lineage lineage() {
    return lineage;
  }

  @Override
  public Bridges bridges() {
    return bridges;
  }

  @Override
  public Map<String, Space> encoders() {
    return readers.ask(EncoderRows::all);
  }

  @Override
  public void nameEncoder(String name, Space space) {
    writer.await(Work.grouped(ledger -> EncoderRows.put(ledger.session(), name, space), 0));
  }

  @Override
  public boolean forgetEncoder(String name) {
    return writer.await(Work.grouped(ledger -> EncoderRows.delete(ledger.session(), name), 0));
  }

  @Override
  public Strangers strangers() {
    return strangers;
  }

  @Override
  public List<Exclusion> exclusions(GalleryEntry gallery) {
    return readers.ask(session -> ExclusionRows.of(session, gallery.id()));
  }

  @Override
  public ThresholdHistory thresholds() {
    return thresholds;
  }

  @Override
  public Jobs jobs() {
    return jobs;
  }

  @Override
  public Samples samples() {
    return samples;
  }

  @Override
  public long scrub(Consumer<String> damage) {
    return new Scrub(readers, samples, damage).run();
  }

  @Override
  public Optional<String> stopped() {
    return writer.stopped();
  }

  @Override
  public void close() {
    writer.close();
    readers.close();
  }
}
