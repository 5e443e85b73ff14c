package dev.kith.server.work;

import dev.kith.gallery.Candidate;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Receipt;
import dev.kith.gallery.SampleDigest;
import dev.kith.gallery.Samples;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.TemplateId;
import dev.kith.gallery.Write;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Enrols subjects: encodes on the caller's thread, then hands the rows to the registry's writer.
/// What is answered is durable and visible to every search that starts afterwards.
public final class Enrolments implements ImportJob.Lines {
  private final Samples samples;
  private final Embeddings embeddings;
  private final Resemblance resemblance;

  Enrolments(Samples samples, Embeddings embeddings, Resemblance resemblance) {
    this.samples = samples;
    this.embeddings = embeddings;
    this.resemblance = resemblance;
  }

  /// What became of one entry.
  ///
  /// @param possibleDuplicates other subjects it may be of, best first
  public record Enrolled(TemplateId template, Receipt receipt, List<Candidate> possibleDuplicates) {
    public Enrolled {
      possibleDuplicates = List.copyOf(possibleDuplicates);
    }
  }

  /// Enrols all entries or none.
  public CompletableFuture<List<Enrolled>> enrol(Gallery gallery, Enrolment enrolment) {
    List<Write> writes = writes(gallery, enrolment);
    List<List<Candidate>> others = writes.stream().map(write -> others(gallery, write)).toList();
    return gallery.submit(writes).thenApply(receipts -> enrolled(writes, receipts, others));
  }

  private List<Candidate> others(Gallery gallery, Write write) {
    return write instanceof Write.Enrol enrol
        ? resemblance.others(gallery, enrol.subject(), enrol.embeddings().getFirst())
        : List.of();
  }

  @Override
  public List<Write> writes(Gallery gallery, Item item) {
    return writes(gallery, Enrolment.of(item));
  }

  @Override
  public void committed(Gallery gallery) {
    // followers were told with the commit
  }

  /// The rows of an enrolment, its samples kept already: the part that is work.
  List<Write> writes(Gallery gallery, Enrolment enrolment) {
    List<Write> writes = new ArrayList<>();
    if (enrolment.displayName().isPresent() || enrolment.attributes().isPresent()) {
      writes.add(
          new Write.Describe(enrolment.subject(), enrolment.displayName(), enrolment.attributes()));
    }
    for (Enrolment.Entry each : enrolment.entries()) {
      List<Embedding> made = embeddings.all(gallery, each.presented());
      TemplateId template =
          each.template().orElseGet(() -> named(enrolment.subject(), each.presented()));
      writes.add(
          new Write.Enrol(
              enrolment.subject(), template, made, kept(gallery.entry(), each.presented())));
    }
    return writes;
  }

  private Optional<SampleDigest> kept(GalleryEntry entry, Presented presented) {
    return entry.settings().keepSamples() && presented instanceof Presented.Image image
        ? Optional.of(samples.keep(image.bytes()))
        : Optional.empty();
  }

  private static List<Enrolled> enrolled(
      List<Write> writes, List<Receipt> receipts, List<List<Candidate>> others) {
    List<Enrolled> enrolled = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) {
      if (writes.get(i) instanceof Write.Enrol enrol) {
        enrolled.add(new Enrolled(enrol.template(), receipts.get(i), others.get(i)));
      }
    }
    return enrolled;
  }

  /// SHA-256 of the subject's UTF-8 bytes, a zero byte, and the sample's bytes (of a bare vector:
  /// its floats, little-endian).
  private static TemplateId named(SubjectId subject, Presented presented) {
    MessageDigest digest = sha256();
    digest.update(subject.value().getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    digest.update(presented.content());
    return new TemplateId(HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
