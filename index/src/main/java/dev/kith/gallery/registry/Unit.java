package dev.kith.gallery.registry;

import dev.kith.gallery.Embedding;
import dev.kith.gallery.Receipt;
import dev.kith.gallery.SampleDigest;
import dev.kith.gallery.Write;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Writes of one gallery that stand or fall together.
///
/// @param sampleCheck throws when a sample that a write names is not kept
record Unit(long gallery, List<Write> writes, Consumer<SampleDigest> sampleCheck)
    implements Work.Step<List<Receipt>> {
  private static final int ROW_BYTES = 256;

  Unit {
    writes = List.copyOf(writes);
  }

  /// Bytes it holds while it waits, roughly.
  long weight() {
    long bytes = ROW_BYTES;
    for (Write write : writes) {
      bytes += ROW_BYTES;
      bytes +=
          switch (write) {
            case Write.Enrol enrol -> bytes(enrol.embeddings());
            case Write.Admit admit -> bytes(admit.embeddings());
            case Write.Encode encode -> bytes(List.of(encode.embedding()));
            case Write.Carry carry -> bytes(List.of(carry.from(), carry.bridged()));
            case Write.Describe _,
                Write.Withdraw _,
                Write.Remove _,
                Write.Dismiss _,
                Write.Exclude _,
                Write.Readmit _ ->
                0;
          };
    }
    return bytes;
  }

  private static long bytes(List<Embedding> embeddings) {
    return embeddings.stream()
        .mapToLong(embedding -> (long) embedding.space().dimension() * Float.BYTES)
        .sum();
  }

  @Override
  public List<Receipt> run(Ledger ledger) throws SQLException {
    OpenGallery open = ledger.gallery(gallery);
    List<Receipt.Outcome> outcomes = new ArrayList<>(writes.size());
    for (Write write : writes) {
      outcomes.add(run(ledger, open, write));
    }
    long head = open.tally().head();
    return outcomes.stream().map(outcome -> new Receipt(outcome, head)).toList();
  }

  private Receipt.Outcome run(Ledger ledger, OpenGallery open, Write write) throws SQLException {
    return switch (write) {
      case Write.Enrol enrol -> {
        enrol.sample().ifPresent(sampleCheck);
        yield TemplateRows.enrol(ledger, open, enrol);
      }
      case Write.Describe describe -> SubjectRows.describe(ledger, open, describe);
      case Write.Withdraw withdraw -> TemplateRows.withdraw(ledger, open, withdraw);
      case Write.Remove remove -> SubjectRows.remove(ledger, open, remove.subject());
      case Write.Admit admit -> {
        admit.sample().ifPresent(sampleCheck);
        yield StrangerRows.admit(ledger, open, admit);
      }
      case Write.Encode encode ->
          switch (encode.owner()) {
            case TEMPLATE -> TemplateRows.encode(ledger, open, encode);
            case STRANGER -> StrangerRows.encode(ledger, open, encode);
          };
      case Write.Carry carry -> BridgedRows.carry(ledger, open, carry);
      case Write.Dismiss dismiss -> StrangerRows.dismiss(ledger, open, dismiss);
      case Write.Exclude exclude -> ExclusionRows.add(ledger.session(), gallery, exclude);
      case Write.Readmit readmit -> ExclusionRows.remove(ledger.session(), gallery, readmit);
    };
  }
}
