package dev.kith.gallery.registry;

import dev.kith.gallery.Embedding;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Space;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// A gallery's row as the writer holds it between commits.
final class OpenGallery {
  /// A space the gallery holds embeddings of, under its number.
  ///
  /// @param needed whether some generation stands on it, or will
  /// @param bridged whether it held bridged embeddings when it was read
  record NumberedSpace(long number, Space space, boolean needed, boolean bridged) {}

  private final long id;
  private final List<NumberedSpace> spaces;
  private final long inCharge;
  private final Set<Long> bridged = new HashSet<>();
  private Tally tally;

  OpenGallery(long id, List<NumberedSpace> spaces, long inCharge, Tally tally) {
    this.id = id;
    this.spaces = List.copyOf(spaces);
    this.inCharge = inCharge;
    this.tally = tally;
    spaces.stream().filter(NumberedSpace::bridged).forEach(each -> bridged.add(each.number()));
  }

  long id() {
    return id;
  }

  List<NumberedSpace> spaces() {
    return spaces;
  }

  /// An embedding of a space that some generation needs.
  record Needed(long spaceNumber, Embedding embedding) {}

  /// The embeddings that generations need; others are of generations that are gone.
  ///
  /// @throws GalleryException.Conflict `space-mismatch` when none is of the space in charge
  List<Needed> accept(List<Embedding> embeddings) {
    List<Needed> needed = new ArrayList<>();
    for (Embedding embedding : embeddings) {
      number(embedding.space()).ifPresent(number -> needed.add(new Needed(number, embedding)));
    }
    if (needed.stream().noneMatch(each -> each.spaceNumber() == inCharge)) {
      throw new GalleryException.Conflict(
          "space-mismatch",
          "got embeddings of %s, expected one of %s"
              .formatted(embeddings.stream().map(Embedding::space).toList(), spaceInCharge()));
    }
    return needed;
  }

  /// The number of a space that some generation needs.
  OptionalLong number(Space space) {
    return spaces.stream()
        .filter(known -> known.needed() && known.space().equals(space))
        .mapToLong(NumberedSpace::number)
        .findFirst();
  }

  /// Whether the space of this number may hold bridged embeddings.
  boolean isBridged(long spaceNumber) {
    return bridged.contains(spaceNumber);
  }

  void bridged(long spaceNumber) {
    bridged.add(spaceNumber);
  }

  boolean isInCharge(long spaceNumber) {
    return spaceNumber == inCharge;
  }

  private Space spaceInCharge() {
    return spaces.stream()
        .filter(known -> known.number() == inCharge)
        .findFirst()
        .orElseThrow()
        .space();
  }

  Tally tally() {
    return tally;
  }

  void tally(Tally now) {
    tally = now;
  }
}
