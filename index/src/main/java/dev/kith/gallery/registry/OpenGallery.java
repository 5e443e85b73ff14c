package dev.kith.gallery.registry;

import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Space;
import java.util.List;

/// A gallery's row as the writer holds it between commits.
final class OpenGallery {
  /// A space the gallery holds embeddings of, under its number.
  record NumberedSpace(long number, Space space) {}

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

  /// The number of the space in charge.
  ///
  /// @throws GalleryException.Conflict `space-mismatch` when it is another one than the given one
  long accept(Space space) {
    for (NumberedSpace known : spaces) {
      if (known.number() == inCharge && known.space().equals(space)) {
        return inCharge;
      }
    }
    throw new GalleryException.Conflict(
        "space-mismatch",
        "got an embedding of %s, expected one of %s".formatted(space, spaceInCharge()));
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
