package dev.kith.gallery.cohort;

import dev.kith.gallery.Space;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Readings in a file, so that after a restart decisions rest on what was measured before it, until
/// the gallery is compared again. Version 1: magic, version, the space's id, the readings, and a
/// CRC32C of all before it. A file that is damaged or of another space is passed over: everything
/// in it can be measured again.
record Remembered(Path file, Space space) {
  private static final System.Logger LOG = System.getLogger(Remembered.class.getName());
  private static final int MAGIC = 0x4b434f48;
  private static final int VERSION = 1;

  void write(Readings readings) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      put(out, readings);
      CRC32C checksum = new CRC32C();
      checksum.update(bytes.toByteArray());
      out.writeLong(checksum.getValue());
      Path part = file.resolveSibling(file.getFileName() + ".part");
      Files.write(part, bytes.toByteArray());
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, file + " can't be written; it is measured again", e);
    }
  }

  private void put(DataOutputStream out, Readings readings) throws IOException {
    out.writeInt(MAGIC);
    out.writeInt(VERSION);
    out.writeUTF(space.id());
    out.writeLong(readings.sequence());
    out.writeLong(readings.strangers());
    out.writeLong(readings.pending());
    out.writeInt(readings.bests().size());
    for (float each : readings.bests()) {
      out.writeFloat(each);
    }
    out.writeInt(readings.members().size());
    for (Readings.Member each : readings.members()) {
      out.writeLong(each.subject());
      out.writeLong(each.nearest());
      out.writeFloat(each.best());
      out.writeFloat(each.own());
    }
  }

  Optional<Readings> read() {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      byte[] bytes = Files.readAllBytes(file);
      int length = bytes.length - Long.BYTES;
      CRC32C checksum = new CRC32C();
      checksum.update(bytes, 0, Math.max(0, length));
      DataInputStream end =
          new DataInputStream(new ByteArrayInputStream(bytes, Math.max(0, length), Long.BYTES));
      if (length > 0 && end.readLong() == checksum.getValue()) {
        return take(new DataInputStream(new ByteArrayInputStream(bytes)));
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, file + " can't be read", e);
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "%s is damaged and passed over; the gallery is measured again".formatted(file));
    return Optional.empty();
  }

  private Optional<Readings> take(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC || in.readInt() != VERSION || !in.readUTF().equals(space.id())) {
      return Optional.empty();
    }
    long sequence = in.readLong();
    long strangers = in.readLong();
    long pending = in.readLong();
    List<Float> bests = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      bests.add(in.readFloat());
    }
    List<Readings.Member> members = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      members.add(
          new Readings.Member(in.readLong(), in.readLong(), in.readFloat(), in.readFloat()));
    }
    return Optional.of(new Readings(sequence, bests, members, strangers, pending));
  }
}
