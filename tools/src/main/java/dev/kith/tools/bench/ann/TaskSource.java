package dev.kith.tools.bench.ann;

import dev.kith.tools.source.Source;
import dev.kith.tools.source.SourceItem;
import java.util.NoSuchElementException;
import java.util.OptionalInt;

/// A task's base as something to import.
final class TaskSource implements Source {
  private final Task task;
  private int next;

  TaskSource(Task task) {
    this.task = task;
  }

  @Override
  public long total() {
    return task.base().count();
  }

  @Override
  public OptionalInt dimension() {
    return OptionalInt.of(task.base().dimension());
  }

  @Override
  public boolean hasNext() {
    return next < task.base().count();
  }

  @Override
  public SourceItem next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the base has no more rows");
    }
    int row = next++;
    return new SourceItem.Row(
        "row " + row, "s" + task.subjects().of(row), task.base().row(row).clone());
  }

  @Override
  public void close() {
    // nothing is open
  }
}
