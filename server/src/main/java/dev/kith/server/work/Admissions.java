package dev.kith.server.work;

import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Receipt;
import dev.kith.gallery.SampleDigest;
import dev.kith.gallery.Samples;
import dev.kith.gallery.Stranger;
import dev.kith.gallery.StrangerId;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Write;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Keeps strangers: encodes on the caller's thread, then hands the rows to the registry's writer.
/// Samples of strangers are always kept, so that another encoder can encode them again.
public final class Admissions implements ImportJob.Lines {
  private final Samples samples;
  private final Embeddings embeddings;
  private final Calibrations calibrations;
  private final KnownStrangers known;

  Admissions(
      Samples samples, Embeddings embeddings, Calibrations calibrations, KnownStrangers known) {
    this.samples = samples;
    this.embeddings = embeddings;
    this.calibrations = calibrations;
    this.known = known;
  }

  /// What became of one stranger.
  public record Admitted(StrangerId id, Receipt receipt) {}

  /// Keeps one stranger. Without an id it is named by the SHA-256 of its sample.
  ///
  /// @param person see [Stranger#person]
  public CompletableFuture<Admitted> admit(
      Gallery gallery,
      Stranger.Role role,
      Optional<StrangerId> id,
      Optional<SubjectId> person,
      Presented presented) {
    Write.Admit write = write(gallery, role, id, person, presented);
    return gallery
        .submit(List.of(write))
        .thenApply(receipts -> {
          moved(gallery, role);
          return new Admitted(write.id(), receipts.getFirst());
        });
  }

  /// @return false when there was none
  public CompletableFuture<Boolean> dismiss(Gallery gallery, Stranger.Role role, StrangerId id) {
    return gallery
        .submit(List.of(new Write.Dismiss(role, id)))
        .thenApply(receipts -> {
          moved(gallery, role);
          return receipts.getFirst().outcome() == Receipt.Outcome.REMOVED;
        });
  }

  /// The row of one line of a cohort.
  ///
  /// @throws GalleryException.Invalid `invalid-item` without a sample, or with what only subjects
  ///   have
  @Override
  public List<Write> writes(Gallery gallery, Item item) {
    Presented presented =
        item.presented()
            .orElseThrow(() ->
                new GalleryException.Invalid(
                    "invalid-item", "got neither embedding nor image, expected one of them"));
    if (item.template().isPresent()
        || item.notSubject().isPresent()
        || item.displayName().isPresent()
        || item.attributes().isPresent()) {
      throw new GalleryException.Invalid(
          "invalid-item", "got a key that only subjects have, expected id, subject and a sample");
    }
    return List.of(
        write(
            gallery,
            Stranger.Role.COHORT,
            item.id().map(StrangerId::new),
            item.subject().map(SubjectId::new),
            presented));
  }

  @Override
  public void committed(Gallery gallery) {
    moved(gallery, Stranger.Role.COHORT);
  }

  private Write.Admit write(
      Gallery gallery,
      Stranger.Role role,
      Optional<StrangerId> id,
      Optional<SubjectId> person,
      Presented presented) {
    Optional<SampleDigest> sample =
        presented instanceof Presented.Image image
            ? Optional.of(samples.keep(image.bytes()))
            : Optional.empty();
    return new Write.Admit(
        role,
        id.orElseGet(() -> new StrangerId(presented.sha256())),
        person,
        embeddings.all(gallery, presented),
        sample);
  }

  private void moved(Gallery gallery, Stranger.Role role) {
    switch (role) {
      case COHORT -> calibrations.strangersMoved(gallery);
      case KNOWN -> known.moved(gallery.entry());
    }
  }
}
