package dev.kith.tools.target;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kith.gallery.Exclusion;
import dev.kith.gallery.GalleryName;
import dev.kith.server.work.ReindexWish;
import dev.kith.tools.source.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// A Kith to work with, near or far. Thread-safe. Refusals come as
/// [dev.kith.gallery.GalleryException] or [dev.kith.tools.client.ServerRefusal].
public interface Target extends AutoCloseable {
  /// How many a gallery holds; empty when there is no such gallery.
  Optional<Holding> holding(GalleryName gallery) throws IOException;

  boolean hasSubject(GalleryName gallery, String subject) throws IOException;

  /// Creates the gallery, or sees that it has this encoder.
  void useEncoder(GalleryName gallery, String encoder) throws IOException;

  /// Creates a gallery of bare vectors.
  void useDimension(GalleryName gallery, int dimension) throws IOException;

  /// Gives an encoder file a name, with the sidecar manifest where there is one.
  void putEncoder(String name, Path model, Optional<Path> manifest) throws IOException;

  /// Answers in the words of `POST /v1/galleries/{g}/identify`.
  JsonNode identify(GalleryName gallery, ProbeFile probe, Question question) throws IOException;

  /// Answers in the words of `POST /v1/galleries/{g}/verify`.
  JsonNode verify(GalleryName gallery, String subject, ProbeFile probe, Question question)
      throws IOException;

  /// Compares two samples with the gallery's encoder and threshold.
  JsonNode compare(GalleryName gallery, ProbeFile left, ProbeFile right, Question question)
      throws IOException;

  /// Enrols everything the source gives and tells the log of each item; returns when all of it is
  /// durable.
  void enrol(GalleryName gallery, Source source, ImportLog log) throws IOException;

  /// The same for strangers of the gallery's cohort.
  void admit(GalleryName gallery, Source source, ImportLog log) throws IOException;

  /// Answers in the words of `GET /v1/galleries/{g}/calibration`, everything committed in it.
  ///
  /// @param fpir the gallery's own where empty
  /// @param subjects today's where empty
  JsonNode calibration(GalleryName gallery, OptionalDouble fpir, OptionalLong subjects)
      throws IOException;

  /// The thresholds the gallery has had, newest first: the items of `GET …/calibration/history`.
  JsonNode thresholds(GalleryName gallery, int limit) throws IOException;

  /// Answers in the words of `GET /v1/galleries/{g}/suspects`.
  JsonNode suspects(GalleryName gallery) throws IOException;

  /// Takes a pair out of the calibration: they are one.
  ///
  /// @return false when it was excluded before
  boolean exclude(GalleryName gallery, Exclusion exclusion) throws IOException;

  /// @return false when it wasn't excluded
  boolean readmit(GalleryName gallery, Exclusion exclusion) throws IOException;

  /// Moves a gallery to another generation, or goes on with a job that does; returns when the job
  /// is over or waits to be resumed.
  ///
  /// @param seen told of the job now and then, in the words of `GET /v1/jobs/{j}`
  /// @return the job
  JsonNode reindex(GalleryName gallery, ReindexWish wish, Consumer<JsonNode> seen)
      throws IOException;

  /// A job's report, NDJSON.
  byte[] report(String job) throws IOException;

  @Override
  void close();

  record Holding(long subjects, long templates) {}
}
