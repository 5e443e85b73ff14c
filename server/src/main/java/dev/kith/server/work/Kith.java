package dev.kith.server.work;

import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.Job;
import dev.kith.gallery.Registry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A data directory, open for work: registry, galleries, encoders, jobs and the pool that serves
/// them. One process at a time holds a directory. Thread-safe; closing finishes what is under way.
public final class Kith implements AutoCloseable {
  private final DirectoryLock lock;
  private final Registry registry;
  private final Encoders encoders;
  private final Galleries galleries;
  private final WorkPool pool;
  private final Stages stages = new Stages();
  private final Spool spool;
  private final Enrolments enrolments;
  private final Calibrations calibrations;
  private final Admissions admissions;
  private final Exclusions exclusions;
  private final Recognition recognition;
  private final JobDesk jobs;
  private final Reindexing reindexing;
  private final Upkeep upkeep;

  private Kith(Path directory, KithOptions options, Parts parts, DirectoryLock lock)
      throws IOException {
    this.lock = lock;
    registry = parts.registry().apply(directory);
    encoders = new Encoders(registry, folder(directory, "encoders"), parts.encoders());
    parts.bundled().forEach(encoders::shelve);
    galleries =
        new Galleries(registry, parts.generations(), folder(directory, "generations"), encoders);
    pool = new WorkPool(options.workers(), options.queue(), options.bulkShare());
    spool = new Spool(folder(directory, "spool"));
    spool.sweep();
    Bridging bridging = new Bridging(registry);
    Regulars regulars = new Regulars();
    Embeddings embeddings = new Embeddings(encoders, bridging, stages);
    calibrations =
        new Calibrations(registry, galleries, encoders, folder(directory, "generations"));
    Decisions decisions = new Decisions(encoders, calibrations);
    enrolments = new Enrolments(registry.samples(), embeddings, new Resemblance(decisions));
    KnownStrangers known = new KnownStrangers(registry);
    admissions = new Admissions(registry.samples(), embeddings, calibrations, known);
    exclusions = new Exclusions(registry, calibrations);
    Judge judge = new Judge(registry, calibrations);
    Compatibility compatibility = new Compatibility(registry, judge);
    recognition =
        new Recognition(registry, embeddings, decisions, compatibility, known, regulars, stages);
    jobs =
        new JobDesk(
            registry.jobs(),
            Map.of(
                ImportJob.KIND, new ImportJob(galleries, enrolments, pool, spool),
                ImportJob.COHORT, new ImportJob(galleries, admissions, pool, spool),
                EraseJob.KIND, new EraseJob(registry),
                ReindexJob.KIND,
                    new ReindexJob(
                        galleries,
                        new ReindexJob.House(
                            registry,
                            encoders,
                            pool,
                            spool,
                            judge,
                            bridging,
                            compatibility,
                            regulars,
                            directory.resolve("generations")))));
    reindexing = new Reindexing(galleries, encoders, jobs);
    upkeep = new Upkeep(registry, galleries);
  }

  private static Path folder(Path directory, String name) throws IOException {
    return Files.createDirectories(directory.resolve(name));
  }

  /// Opens a data directory, making it where there is none.
  ///
  /// @throws dev.kith.gallery.GalleryException.Unavailable `directory-in-use` when another process
  ///   holds it
  public static Kith open(Path directory, KithOptions options) {
    return open(directory, options, Parts.real(options));
  }

  static Kith open(Path directory, KithOptions options, Parts parts) {
    try {
      Files.createDirectories(directory);
      DirectoryLock lock = DirectoryLock.take(directory);
      try {
        return new Kith(directory, options, parts, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Galleries galleries() {
    return galleries;
  }

  public Encoders encoders() {
    return encoders;
  }

  public Enrolments enrolments() {
    return enrolments;
  }

  /// What is known of error rates.
  public Calibrations calibrations() {
    return calibrations;
  }

  /// Looks for what is odd about who is enrolled; see [Examination]. Waits for the calibration.
  public Examination examine(GalleryName gallery) {
    GalleryEntry entry = galleries.get(gallery).entry();
    return Examination.of(registry, entry, calibrations.settled(entry));
  }

  public Admissions admissions() {
    return admissions;
  }

  /// Who an operator found to be one with somebody else.
  public Exclusions exclusions() {
    return exclusions;
  }

  public Recognition recognition() {
    return recognition;
  }

  public JobDesk jobs() {
    return jobs;
  }

  public WorkPool pool() {
    return pool;
  }

  public Reindexing reindexing() {
    return reindexing;
  }

  /// Where the time of encoding and searching goes.
  public Stages stages() {
    return stages;
  }

  /// The rows themselves: subjects, templates, counts.
  public Registry registry() {
    return registry;
  }

  /// Forgets an encoder's name; see [Encoders].
  ///
  /// @throws dev.kith.gallery.GalleryException.Conflict `encoder-in-use`
  public void deleteEncoder(String name) {
    encoders.delete(name, galleries::pins);
  }

  /// Takes a gallery away at once; a job removes its rows behind.
  public Job erase(GalleryName name) {
    galleries.erase(name);
    return jobs.submit(jobs.newId(), EraseJob.KIND, name, 0);
  }

  /// A file to spool an import's body into, for [#importLines]; unfinished ones are removed at the
  /// next start.
  public Path incoming() {
    return spool.incoming();
  }

  /// Takes over a file of NDJSON lines and enrols them behind. Returns when the file and the job
  /// are durable.
  ///
  /// @param lines a file from [#incoming], complete
  /// @param total how many lines there are; 0 when nobody counted
  public Job importLines(GalleryName gallery, Path lines, long total) {
    return take(ImportJob.KIND, gallery, lines, total);
  }

  /// The same for lines of a cohort.
  public Job importCohort(GalleryName gallery, Path lines, long total) {
    return take(ImportJob.COHORT, gallery, lines, total);
  }

  private Job take(String kind, GalleryName gallery, Path lines, long total) {
    galleries.get(gallery);
    String id = jobs.newId();
    try {
      spool.adopt(id, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jobs.submit(id, kind, gallery, total);
  }

  /// Every refused line of a job as NDJSON; empty when none was.
  public Optional<Path> report(String job) {
    return spool.reportOf(jobs.get(job).id());
  }

  /// Galleries whose generation is being rebuilt.
  public List<GalleryName> rebuilding() {
    return galleries.all().stream()
        .filter(gallery -> gallery.running().isEmpty())
        .map(gallery -> gallery.entry().name())
        .toList();
  }

  /// Why this directory can't take writes now; empty when it can.
  public Optional<String> stopped() {
    return registry.stopped();
  }

  @Override
  public void close() {
    upkeep.close();
    jobs.close();
    pool.close();
    calibrations.close();
    galleries.close();
    encoders.close();
    registry.close();
    lock.close();
  }
}
