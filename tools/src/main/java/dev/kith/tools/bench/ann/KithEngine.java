package dev.kith.tools.bench.ann;

import dev.kith.gallery.Candidate;
import dev.kith.gallery.Change;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.Filter;
import dev.kith.gallery.Generation;
import dev.kith.gallery.Generations;
import dev.kith.gallery.Probe;
import dev.kith.gallery.Search;
import dev.kith.gallery.Space;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Template;
import dev.kith.gallery.TemplateId;
import dev.kith.gallery.lucene.LuceneGenerations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A generation as a server has it: built in bulk, searched by subject.
final class KithEngine implements Engine {
  private static final TemplateId ONLY = new TemplateId("t");
  private static final int PAGE = 8192;
  private final boolean exact;

  /// @param exact whether to scan instead of walking the graph
  KithEngine(boolean exact) {
    this.exact = exact;
  }

  @Override
  public String name() {
    return exact ? "exact" : "kith";
  }

  private static Space space(Task task) {
    return new Space("vectors:bench:" + task.base().dimension(), task.base().dimension());
  }

  @Override
  public void build(Path directory, Task task) {
    new LuceneGenerations()
        .rebuild(directory.resolve("kith"), 1, space(task), new Scan(task))
        .close();
  }

  /// The base as rows of a registry.
  private static final class Scan implements Generations.Scan {
    private final Task task;
    private int next;

    Scan(Task task) {
      this.task = task;
    }

    @Override
    public long sequence() {
      return 0;
    }

    @Override
    public boolean hasNext() {
      return next < task.base().count();
    }

    @Override
    public List<Change> next() {
      List<Change> page = new ArrayList<>();
      int end = Math.min(task.base().count(), next + PAGE);
      for (; next < end; next++) {
        int subject = task.subjects().of(next);
        page.add(
            new Change.Enrol(
                0,
                new Template(
                    next + 1L,
                    subject + 1L,
                    new SubjectId("s" + subject),
                    ONLY,
                    Embedding.of(space(task), task.base().row(next)))));
      }
      return page;
    }
  }

  @Override
  public Searching open(Path directory, Task task, int beam) {
    LuceneGenerations generations = exact ? new LuceneGenerations() : new LuceneGenerations(beam);
    Generation generation = generations.open(directory.resolve("kith"), 1, space(task));
    Search search = new Search(Truth.DEPTH, Filter.EVERYBODY, exact);
    return new Searching() {
      @Override
      public Found search(float[] query) {
        Probe probe = new Probe(Embedding.of(generation.space(), query));
        List<Candidate> candidates = generation.search(probe, search);
        float[] scores = new float[candidates.size()];
        for (int i = 0; i < scores.length; i++) {
          scores[i] = candidates.get(i).score().value();
        }
        return new Found(scores, scores, true);
      }

      @Override
      public void close() {
        generation.close();
      }
    };
  }

  @Override
  public int segments(Path directory, Task task) {
    try (Generation generation =
        new LuceneGenerations().open(directory.resolve("kith"), 1, space(task))) {
      return generation.shape().segments();
    }
  }
}
