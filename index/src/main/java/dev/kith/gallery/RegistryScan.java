package dev.kith.gallery;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/// Scans a gallery's live rows for a rebuild. Damaged rows are left out and logged by number.
final class RegistryScan implements Generations.Scan {
  private static final int PAGE = 8192;
  private static final System.Logger LOG = System.getLogger(RegistryScan.class.getName());

  /// The gallery closed meanwhile; the next opening begins again.
  static final class Abandoned extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final Registry registry;
  private final GalleryEntry entry;
  private final double share;
  private final BooleanSupplier abandoned;
  private final long sequence;
  private OptionalLong subjectsAfter = OptionalLong.of(0);
  private OptionalLong templatesAfter = OptionalLong.of(0);

  /// @param share of the cores that the rebuild may take
  RegistryScan(Registry registry, GalleryEntry entry, double share, BooleanSupplier abandoned) {
    this.registry = registry;
    this.entry = entry;
    this.share = share;
    this.abandoned = abandoned;
    this.sequence = registry.head(entry);
  }

  @Override
  public long sequence() {
    return sequence;
  }

  @Override
  public double share() {
    return share;
  }

  @Override
  public boolean hasNext() {
    return templatesAfter.isPresent();
  }

  @Override
  public List<Change> next() {
    if (abandoned.getAsBoolean()) {
      throw new Abandoned();
    }
    if (subjectsAfter.isPresent()) {
      return subjects(subjectsAfter.getAsLong());
    }
    return templates(templatesAfter.orElseThrow(NoSuchElementException::new));
  }

  private List<Change> subjects(long after) {
    List<Subject> page = registry.described(entry, after, PAGE);
    subjectsAfter =
        page.isEmpty() ? OptionalLong.empty() : OptionalLong.of(page.getLast().number());
    return page.stream().<Change>map(row -> new Change.Describe(sequence, row)).toList();
  }

  private List<Change> templates(long after) {
    Registry.Page page = registry.templates(entry, entry.space(), after, PAGE);
    templatesAfter = page.last();
    for (long damaged : page.damaged()) {
      LOG.log(
          System.Logger.Level.ERROR,
          "gallery %s: the embedding of template %d fails its checksum and is not served"
              .formatted(entry.name(), damaged));
    }
    return page.templates().stream().<Change>map(row -> new Change.Enrol(sequence, row)).toList();
  }
}
