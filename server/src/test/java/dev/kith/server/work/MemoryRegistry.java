package dev.kith.server.work;

import dev.kith.gallery.Change;
import dev.kith.gallery.Follower;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.GallerySettings;
import dev.kith.gallery.Jobs;
import dev.kith.gallery.Receipt;
import dev.kith.gallery.Registry;
import dev.kith.gallery.SampleDigest;
import dev.kith.gallery.Samples;
import dev.kith.gallery.Space;
import dev.kith.gallery.Subject;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Template;
import dev.kith.gallery.TemplateId;
import dev.kith.gallery.Write;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The rows in maps, one lock around all; for tests of what stands above.
final class MemoryRegistry implements Registry {
  private final Map<GalleryName, GalleryEntry> galleries = new TreeMap<>();
  private final Map<Long, Rows> rows = new HashMap<>();
  private final Map<String, Space> encoders = new TreeMap<>();
  private final Map<SampleDigest, byte[]> samples = new HashMap<>();
  private final Jobs jobs = new MemoryJobs();
  private long number;
  private volatile @Nullable String stopped;

  private static final class Rows {
    final Map<SubjectId, Subject> subjects = new TreeMap<>();
    final Map<SubjectId, Map<TemplateId, Template>> templates = new TreeMap<>();
    final Map<Long, Optional<SampleDigest>> kept = new HashMap<>();
    final List<Follower> followers = new ArrayList<>();
    long sequence;
  }

  /// From now on writes are refused, as after a failed sync.
  void stop(String reason) {
    stopped = reason;
  }

  @Override
  public synchronized GalleryEntry put(GalleryName name, Space space, GallerySettings settings) {
    GalleryEntry before = galleries.get(name);
    if (before != null && !before.space().equals(space) && counts(before).templates() > 0) {
      throw new GalleryException.Conflict(
          "use-reindex", "got another space for a gallery that has templates");
    }
    GalleryEntry entry =
        new GalleryEntry(before == null ? ++number : before.id(), name, space, 1, settings);
    galleries.put(name, entry);
    rows.computeIfAbsent(entry.id(), _ -> new Rows());
    return entry;
  }

  @Override
  public synchronized Optional<GalleryEntry> gallery(GalleryName name) {
    return Optional.ofNullable(galleries.get(name));
  }

  @Override
  public synchronized List<GalleryEntry> galleries(Optional<GalleryName> after, int limit) {
    return galleries.values().stream()
        .filter(each -> after.isEmpty() || each.name().compareTo(after.get()) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized boolean erase(GalleryName name) {
    return galleries.remove(name) != null;
  }

  @Override
  public boolean sweep() {
    return false;
  }

  @Override
  public synchronized CompletableFuture<List<Receipt>> submit(
      GalleryEntry gallery, List<Write> writes) {
    if (stopped != null) {
      return CompletableFuture.failedFuture(
          new GalleryException.Unavailable("writes-stopped", String.valueOf(stopped)));
    }
    Rows of = of(gallery);
    List<Change> changes = new ArrayList<>();
    List<Receipt> receipts = new ArrayList<>();
    for (Write write : writes) {
      int before = changes.size();
      Receipt.Outcome outcome = apply(of, write, changes);
      of.sequence += changes.size() - before;
      receipts.add(new Receipt(outcome, of.sequence));
    }
    of.followers.forEach(follower -> follower.follow(changes));
    return CompletableFuture.completedFuture(receipts);
  }

  private Rows of(GalleryEntry gallery) {
    return rows.getOrDefault(gallery.id(), new Rows());
  }

  private Receipt.Outcome apply(Rows of, Write write, List<Change> changes) {
    return switch (write) {
      case Write.Enrol enrol -> enrol(of, enrol, changes);
      case Write.Describe describe -> {
        Subject known = subject(of, describe.subject());
        Subject now =
            new Subject(
                known.number(),
                known.id(),
                describe.displayName().or(known::displayName),
                describe.attributes().orElse(known.attributes()));
        boolean same = of.subjects.put(now.id(), now) != null && now.equals(known);
        changes.add(new Change.Describe(of.sequence + changes.size() + 1, now));
        yield same ? Receipt.Outcome.UNCHANGED : Receipt.Outcome.REPLACED;
      }
      case Write.Withdraw(SubjectId subject, TemplateId id) -> {
        Template gone = of.templates.getOrDefault(subject, new TreeMap<>()).remove(id);
        if (gone != null) {
          changes.add(new Change.Withdraw(of.sequence + changes.size() + 1, gone.number()));
        }
        yield gone == null ? Receipt.Outcome.ABSENT : Receipt.Outcome.REMOVED;
      }
      case Write.Remove(SubjectId subject) -> {
        Map<TemplateId, Template> gone = of.templates.remove(subject);
        if (gone != null) {
          gone.values()
              .forEach(each ->
                  changes.add(
                      new Change.Withdraw(of.sequence + changes.size() + 1, each.number())));
        }
        yield of.subjects.remove(subject) == null
            ? Receipt.Outcome.ABSENT
            : Receipt.Outcome.REMOVED;
      }
    };
  }

  private Subject subject(Rows of, SubjectId id) {
    Subject known = of.subjects.get(id);
    return known == null ? new Subject(++number, id, Optional.empty(), Map.of()) : known;
  }

  private Receipt.Outcome enrol(Rows of, Write.Enrol enrol, List<Change> changes) {
    Subject subject = subject(of, enrol.subject());
    of.subjects.put(subject.id(), subject);
    Map<TemplateId, Template> all =
        of.templates.computeIfAbsent(subject.id(), _ -> new TreeMap<>());
    Template known = all.get(enrol.template());
    if (known != null && known.embedding().equals(enrol.embedding())) {
      return Receipt.Outcome.UNCHANGED;
    }
    Template now =
        new Template(
            known == null ? ++number : known.number(),
            subject.number(),
            subject.id(),
            enrol.template(),
            enrol.embedding());
    all.put(now.id(), now);
    of.kept.put(now.number(), enrol.sample());
    changes.add(new Change.Enrol(of.sequence + changes.size() + 1, now));
    return known == null ? Receipt.Outcome.CREATED : Receipt.Outcome.REPLACED;
  }

  @Override
  public synchronized Optional<Subject> subject(GalleryEntry gallery, SubjectId id) {
    return Optional.ofNullable(of(gallery).subjects.get(id));
  }

  @Override
  public synchronized List<Subject> subjects(
      GalleryEntry gallery, Optional<SubjectId> after, int limit) {
    return of(gallery).subjects.values().stream()
        .filter(each -> after.isEmpty() || each.id().compareTo(after.get()) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized Map<SubjectId, String> displayNames(
      GalleryEntry gallery, List<SubjectId> ids) {
    Map<SubjectId, String> names = new HashMap<>();
    for (SubjectId id : ids) {
      subject(gallery, id).flatMap(Subject::displayName).ifPresent(name -> names.put(id, name));
    }
    return names;
  }

  @Override
  public synchronized Map<TemplateId, Optional<SampleDigest>> templatesOf(
      GalleryEntry gallery, SubjectId subject) {
    Map<TemplateId, Optional<SampleDigest>> found = new TreeMap<>();
    of(gallery)
        .templates
        .getOrDefault(subject, Map.of())
        .forEach((id, template) -> found.put(id, kept(gallery, template)));
    return found;
  }

  private Optional<SampleDigest> kept(GalleryEntry gallery, Template template) {
    return of(gallery).kept.getOrDefault(template.number(), Optional.empty());
  }

  @Override
  public synchronized Counts counts(GalleryEntry gallery) {
    long templates = of(gallery).templates.values().stream().mapToLong(Map::size).sum();
    return new Counts(of(gallery).subjects.size(), templates);
  }

  @Override
  public synchronized Page templates(
      GalleryEntry gallery, Space space, long afterNumber, int limit) {
    List<Template> found =
        of(gallery).templates.values().stream()
            .flatMap(each -> each.values().stream())
            .filter(each -> each.number() > afterNumber)
            .limit(limit)
            .toList();
    return new Page(
        found,
        List.of(),
        found.isEmpty() ? OptionalLong.empty() : OptionalLong.of(found.getLast().number()));
  }

  @Override
  public synchronized List<Subject> described(GalleryEntry gallery, long afterNumber, int limit) {
    return of(gallery).subjects.values().stream()
        .filter(each -> each.number() > afterNumber)
        .limit(limit)
        .toList();
  }

  @Override
  public List<Change> changes(GalleryEntry gallery, Space space, long sequence, int limit) {
    return List.of();
  }

  @Override
  public synchronized long head(GalleryEntry gallery) {
    return of(gallery).sequence;
  }

  @Override
  public synchronized Subscription subscribe(
      GalleryEntry gallery, Follower follower, Consumer<RuntimeException> failed) {
    of(gallery).followers.add(follower);
    return () -> of(gallery).followers.remove(follower);
  }

  @Override
  public void trim(GalleryEntry gallery) {}

  @Override
  public GalleryEntry activate(GalleryEntry gallery, Space space, int generation) {
    throw new UnsupportedOperationException("one generation only");
  }

  @Override
  public synchronized Map<String, Space> encoders() {
    return Map.copyOf(encoders);
  }

  @Override
  public synchronized void nameEncoder(String name, Space space) {
    encoders.put(name, space);
  }

  @Override
  public synchronized boolean forgetEncoder(String name) {
    return encoders.remove(name) != null;
  }

  @Override
  public Jobs jobs() {
    return jobs;
  }

  @Override
  public Samples samples() {
    return new Samples() {
      @Override
      public SampleDigest keep(byte[] sample) {
        SampleDigest digest = new SampleDigest(sha256(sample));
        synchronized (MemoryRegistry.this) {
          samples.put(digest, sample);
        }
        return digest;
      }

      @Override
      public Optional<byte[]> read(SampleDigest digest) {
        synchronized (MemoryRegistry.this) {
          return Optional.ofNullable(samples.get(digest));
        }
      }
    };
  }

  private static String sha256(byte[] sample) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(sample));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long scrub(Consumer<String> damage) {
    return 0;
  }

  @Override
  public Optional<String> stopped() {
    return Optional.ofNullable(stopped);
  }

  @Override
  public void close() {}
}
