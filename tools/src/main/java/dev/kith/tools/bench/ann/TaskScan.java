package dev.kith.tools.bench.ann;

import dev.kith.gallery.Attribute;
import dev.kith.gallery.Change;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.Generations;
import dev.kith.gallery.Space;
import dev.kith.gallery.Subject;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Template;
import dev.kith.gallery.TemplateId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A task's base as rows of a registry: subjects that have attributes, then all templates. Numbers
/// count from 1.
final class TaskScan implements Generations.Scan {
  private static final TemplateId ONLY = new TemplateId("t");
  private static final int PAGE = 8192;

  private final Iterator<Change> changes;

  /// @param attributes of each subject
  TaskScan(Space space, Task task, IntFunction<Map<String, Attribute>> attributes) {
    Stream<Change> subjects =
        task.subjects()
            .distinct()
            .filter(each -> !attributes.apply(each).isEmpty())
            .mapToObj(each -> described(each, attributes.apply(each)));
    Stream<Change> templates =
        IntStream.range(0, task.base().count())
            .mapToObj(
                row -> enrolled(0, space, row, task.subjects().of(row), task.base().row(row)));
    changes = Stream.concat(subjects, templates).iterator();
  }

  private static Change described(int subject, Map<String, Attribute> attributes) {
    return new Change.Describe(
        0, new Subject(number(subject), name(subject), Optional.empty(), attributes));
  }

  /// @param row counts all templates that ever were
  static Change enrolled(long sequence, Space space, long row, int subject, float[] vector) {
    return new Change.Enrol(
        sequence,
        new Template(
            number(row), number(subject), name(subject), ONLY, Embedding.of(space, vector)));
  }

  /// The registry counts from 1.
  static long number(long from0) {
    return from0 + 1;
  }

  private static SubjectId name(int subject) {
    return new SubjectId("s" + subject);
  }

  @Override
  public long sequence() {
    return 0;
  }

  @Override
  public boolean hasNext() {
    return changes.hasNext();
  }

  @Override
  public List<Change> next() {
    List<Change> page = new ArrayList<>(PAGE);
    while (changes.hasNext() && page.size() < PAGE) {
      page.add(changes.next());
    }
    return page;
  }
}
