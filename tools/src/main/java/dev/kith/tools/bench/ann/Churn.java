package dev.kith.tools.bench.ann;

import dev.kith.gallery.Change;
import dev.kith.gallery.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// A gallery whose subjects come and go: who stands in it, and the changes of each round.
final class Churn {
  private final Space space;
  private final Size size;
  private final Population people;
  private final SplittableRandom draws;
  private final List<Integer> standing;
  private int next;
  private long sequence;

  /// Everybody of the size stands in it.
  Churn(Space space, Size size, long seed) {
    this.space = space;
    this.size = size;
    people = new Population(size.templates(), size.dimension(), seed);
    draws = new SplittableRandom(seed);
    standing = new ArrayList<>(IntStream.range(0, size.subjects()).boxed().toList());
    next = size.subjects();
  }

  /// So many drawn subjects go, as many new ones come.
  List<Change> round(int count) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int drawn = draws.nextInt(standing.size());
      int gone = standing.set(drawn, standing.getLast());
      standing.removeLast();
      withdraw(gone, changes);
    }
    for (int i = 0; i < count; i++) {
      enrol(next, changes);
      standing.add(next++);
    }
    return changes;
  }

  private void withdraw(int subject, List<Change> changes) {
    for (int i = 0; i < size.templates(); i++) {
      changes.add(
          new Change.Withdraw(
              ++sequence, TaskScan.number(row(subject, i)), TaskScan.number(subject)));
    }
    changes.add(new Change.Forget(++sequence, TaskScan.number(subject)));
  }

  private void enrol(int subject, List<Change> changes) {
    List<float[]> templates = people.templates(subject);
    for (int i = 0; i < templates.size(); i++) {
      changes.add(TaskScan.enrolled(++sequence, space, row(subject, i), subject, templates.get(i)));
    }
  }

  private long row(int subject, int template) {
    return (long) subject * size.templates() + template;
  }

  /// What stands now. Half of the queries are of its subjects, half of strangers.
  Task task(int queries) {
    List<float[]> base = new ArrayList<>(size.vectors());
    int[] owners = new int[size.vectors()];
    for (int subject : standing) {
      for (float[] template : people.templates(subject)) {
        owners[base.size()] = subject;
        base.add(template);
      }
    }
    return new Task(
        Vectors.of(base, "the generated base"),
        new Owners(owners),
        Vectors.of(queries(queries), "the generated queries"),
        Optional.empty());
  }

  private List<float[]> queries(int count) {
    int known = (count + 1) / 2;
    List<float[]> asked = new ArrayList<>(count);
    for (int i = 0; i < known; i++) {
      asked.add(people.probe(standing.get((int) ((long) i * standing.size() / known))));
    }
    for (int stranger = 1; asked.size() < count; stranger++) {
      // nobody of a negative number is ever enrolled
      asked.add(people.probe(-stranger));
    }
    return asked;
  }
}
