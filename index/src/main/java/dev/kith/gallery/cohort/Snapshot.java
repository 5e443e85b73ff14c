package dev.kith.gallery.cohort;

import dev.kith.gallery.Embedding;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.StrangerId;
import dev.kith.gallery.SubjectId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/// Compared rows in a file, as they were at one sequence of the log: after a restart the log is
/// followed from there, and nothing is compared again. Version 3: magic, version, the space's id,
/// the fusion, the sequence, the marks, the rows, and a CRC32C of all before it. A file that is
/// damaged or of another space or fusion is passed over: everything in it can be measured again.
record Snapshot(Path file, GalleryEntry gallery) {
  private static final System.Logger LOG = System.getLogger(Snapshot.class.getName());
  private static final int MAGIC = 0x4b434f48;
  private static final int VERSION = 3;

  /// Rows as they were.
  record Kept(long sequence, Watches.Marks marks, List<Watch> rows) {}

  /// The bytes of a file; to be called while nothing changes.
  byte[] bytes(Kept kept) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      put(out, kept);
      CRC32C checksum = new CRC32C();
      checksum.update(bytes.toByteArray());
      out.writeLong(checksum.getValue());
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException("memory can't be written", e);
    }
  }

  /// @return whether it is on disk now
  boolean write(byte[] bytes) {
    try {
      Path part = file.resolveSibling(file.getFileName() + ".part");
      try (FileChannel channel =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
          channel.write(left);
        }
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return true;
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, file + " can't be written; it is measured again", e);
      return false;
    }
  }

  private void put(DataOutputStream out, Kept kept) throws IOException {
    out.writeInt(MAGIC);
    out.writeInt(VERSION);
    out.writeUTF(gallery.space().id());
    out.writeUTF(gallery.settings().fusion().name());
    out.writeLong(kept.sequence());
    out.writeLong(kept.marks().newest());
    out.writeLong(kept.marks().drawnFrom());
    out.writeInt(kept.marks().drawn());
    out.writeInt(kept.marks().members());
    out.writeInt(kept.rows().size());
    for (Watch each : kept.rows()) {
      row(out, each);
    }
  }

  private static void row(DataOutputStream out, Watch row) throws IOException {
    out.writeLong(row.number);
    switch (row.owner) {
      case Watch.Owner.Outsider(StrangerId id, String person) -> {
        out.writeBoolean(true);
        out.writeUTF(id.value());
        out.writeUTF(person);
      }
      case Watch.Owner.Member(SubjectId id, long subject) -> {
        out.writeBoolean(false);
        out.writeUTF(id.value());
        out.writeLong(subject);
      }
    }
    for (float each : row.embedding.toArray()) {
      out.writeFloat(each);
    }
    out.writeInt(row.excluded().size());
    for (SubjectId each : row.excluded()) {
      out.writeUTF(each.value());
    }
    row.others.write(out);
    row.own.write(out);
    row.same.write(out);
  }

  Optional<Kept> read() {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      byte[] bytes = Files.readAllBytes(file);
      int length = Math.max(0, bytes.length - Long.BYTES);
      CRC32C checksum = new CRC32C();
      checksum.update(bytes, 0, length);
      if (length > 0 && ByteBuffer.wrap(bytes).getLong(length) == checksum.getValue()) {
        return take(new DataInputStream(new ByteArrayInputStream(bytes, 0, length)));
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, file + " can't be read", e);
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "%s is damaged and passed over; the gallery is measured again".formatted(file));
    return Optional.empty();
  }

  private Optional<Kept> take(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC
        || in.readInt() != VERSION
        || !in.readUTF().equals(gallery.space().id())
        || !in.readUTF().equals(gallery.settings().fusion().name())) {
      return Optional.empty();
    }
    long sequence = in.readLong();
    Watches.Marks marks =
        new Watches.Marks(in.readLong(), in.readLong(), in.readInt(), in.readInt());
    List<Watch> rows = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      rows.add(row(in));
    }
    return Optional.of(new Kept(sequence, marks, rows));
  }

  private Watch row(DataInputStream in) throws IOException {
    long number = in.readLong();
    Watch.Owner owner =
        in.readBoolean()
            ? new Watch.Owner.Outsider(new StrangerId(in.readUTF()), in.readUTF())
            : new Watch.Owner.Member(new SubjectId(in.readUTF()), in.readLong());
    float[] values = new float[gallery.space().dimension()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFloat();
    }
    Set<SubjectId> excluded = new HashSet<>();
    for (int left = in.readInt(); left > 0; left--) {
      excluded.add(new SubjectId(in.readUTF()));
    }
    Watch row = new Watch(number, owner, Embedding.ofUnit(gallery.space(), values), excluded);
    row.others.read(in);
    row.own.read(in);
    row.same.read(in);
    return row;
  }
}
