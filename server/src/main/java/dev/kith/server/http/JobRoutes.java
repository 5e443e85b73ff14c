package dev.kith.server.http;

import dev.kith.gallery.Job;
import dev.kith.server.work.JobDesk;
import dev.kith.server.work.Kith;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Jobs: list, look, pause, resume, cancel, and the report of what was refused.
final class JobRoutes {
  private final Kith kith;

  JobRoutes(Kith kith) {
    this.kith = kith;
  }

  Map<String, Endpoint> endpoints() {
    JobDesk desk = kith.jobs();
    return Map.of(
        "listJobs", Endpoint.bare(this::list),
        "getJob", one(desk::get),
        "pauseJob", one(desk::pause),
        "resumeJob", one(desk::resume),
        "cancelJob", one(desk::cancel),
        "jobReport", Endpoint.bare(this::report));
  }

  private Task list(Call call) {
    int limit = call.parameters().integer("limit", Cursor.PAGE);
    Optional<String> before = Cursor.of(call, "jobs");
    return new Task.Work(() -> {
      List<Job> page = kith.jobs().list(before, limit + 1);
      return Reply.ok(Cursor.page("jobs", page, limit, Job::id, JobJson::job));
    });
  }

  private static Endpoint one(Function<String, Job> act) {
    return Endpoint.bare(call -> {
      String id = call.parameters().required("job");
      return new Task.Work(() -> Reply.ok(JobJson.job(act.apply(id))));
    });
  }

  private Task report(Call call) {
    String id = call.parameters().required("job");
    return new Task.Work(() -> {
      Optional<Path> report = kith.report(id);
      return report
          .<Reply>map(file -> new Reply.File("application/x-ndjson", file))
          .orElseGet(() -> Reply.text("application/x-ndjson", ""));
    });
  }
}
