package dev.kith.gallery.registry;

import dev.kith.gallery.GalleryName;
import dev.kith.gallery.Job;
import dev.kith.gallery.Jobs;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The rows of jobs.
final class JobRows implements Jobs {
  private static final String JOB =
      """
      SELECT id, kind, gallery, request, state, cursor, done, total, refused, refusals, failure,
        created_second, created_nano
      FROM job
      """;

  private final Readers readers;
  private final Writer writer;

  JobRows(Readers readers, Writer writer) {
    this.readers = readers;
    this.writer = writer;
  }

  @Override
  public void save(Job job) {
    writer.await(Work.grouped(ledger -> upsert(ledger.session(), job), 0));
  }

  @SuppressWarnings("JavaInstantGetSecondsGetNano") // both columns together are the instant
  private static int upsert(Session session, Job job) throws SQLException {
    return session.change(
        """
        INSERT INTO job (id, kind, gallery, request, state, cursor, done, total, refused, refusals, failure,
          created_second, created_nano)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, gallery = excluded.gallery,
          request = excluded.request, state = excluded.state, cursor = excluded.cursor, done = excluded.done,
          total = excluded.total, refused = excluded.refused, refusals = excluded.refusals,
          failure = excluded.failure, created_second = excluded.created_second,
          created_nano = excluded.created_nano
        """,
        job.id(),
        job.kind(),
        job.gallery().value(),
        job.request(),
        job.state().name().toLowerCase(Locale.ROOT),
        job.cursor(),
        job.done(),
        job.total(),
        job.refused(),
        Packed.refusals(job.refusals()),
        job.failure(),
        job.createdAt().getEpochSecond(),
        job.createdAt().getNano());
  }

  @Override
  public Optional<Job> find(String id) {
    return readers.ask(session -> session.first(JobRows::job, JOB + "WHERE id = ?", id));
  }

  @Override
  public List<Job> list(Optional<String> before, int limit) {
    return readers.ask(session ->
        session.all(
            JobRows::job,
            JOB
                + """
                WHERE number < coalesce((SELECT number FROM job WHERE id = ?), 9223372036854775807)
                ORDER BY number DESC LIMIT ?
                """,
            before.orElse(null),
            limit));
  }

  @Override
  public boolean delete(String id) {
    return writer.await(
            Work.grouped(ledger -> ledger.session().change("DELETE FROM job WHERE id = ?", id), 0))
        > 0;
  }

  private static Job job(ResultSet row) throws SQLException {
    return new Job(
        row.getString(1),
        row.getString(2),
        new GalleryName(row.getString(3)),
        row.getString(4),
        Job.State.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
        row.getString(6),
        row.getLong(7),
        row.getLong(8),
        row.getLong(9),
        Packed.refusals(row.getBytes(10)),
        row.getString(11),
        Instant.ofEpochSecond(row.getLong(12), row.getLong(13)));
  }
}
