package dev.kith.gallery.registry;

import dev.kith.gallery.Embedding;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// A gallery's row as the writer holds it between commits.
final class OpenGallery {
  /// A space the gallery holds embeddings of, under its number.
  ///
  /// @param needed whether some generation stands on it, or will
  record NumberedSpace(long number, Space space, boolean needed) {}

  private final long id;
  private final List<NumberedSpace> spaces;
  private final long inCharge;
  private Tally tally;

  OpenGallery(long id, List<NumberedSpace> spaces, long inCharge, Tally tally) {
    this.id = id;
    this.spaces = List.copyOf(spaces);
    this.inCharge = inCharge;
    this.tally = tally;
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
