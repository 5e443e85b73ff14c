package dev.kith.tools.train;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.zip.CRC32C;

/// What a killed training goes on from: `checkpoint.bin` of a run's folder.
///
/// Version 1: magic, version, what is trained (the recipe as it was given, and the training
/// pictures' checksum), what the parts say of themselves, and a CRC32C of all before it.
record Checkpoint(RunFolder folder, String recipe, long pictures) {
  static final String NAME = "checkpoint.bin";
  private static final int MAGIC = 0x4b544350;
  private static final int VERSION = 1;

  /// Something whose state is carried over.
  interface Part {
    void save(DataOutput out) throws IOException;

    void restore(DataInput in) throws IOException;
  }

  boolean isThere() {
    return Files.exists(folder.file(NAME));
  }

  void save(List<? extends Part> parts) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    out.writeInt(VERSION);
    byte[] text = recipe.getBytes(StandardCharsets.UTF_8);
    out.writeInt(text.length);
    out.write(text);
    out.writeLong(pictures);
    for (var part : parts) {
      part.save(out);
    }
    out.writeLong(checksum(bytes.toByteArray(), bytes.size()));
    folder.write(NAME, bytes.toByteArray());
  }

  /// Brings the parts to where they were saved.
  ///
  /// @throws RecipeException if it is damaged, or belongs to another training
  void restore(List<? extends Part> parts) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.file(NAME));
    var in = new DataInputStream(new ByteArrayInputStream(bytes));
    require(bytes.length > 2 * Long.BYTES && in.readInt() == MAGIC, "is no checkpoint");
    int version = in.readInt();
    require(version == VERSION, "has version %d, expected %d".formatted(version, VERSION));
    int end = bytes.length - Long.BYTES;
    var sum = new DataInputStream(new ByteArrayInputStream(bytes, end, Long.BYTES));
    require(checksum(bytes, end) == sum.readLong(), "is damaged");
    String before = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    require(before.equals(recipe), "belongs to another recipe");
    require(in.readLong() == pictures, "was made from other pictures");
    for (var part : parts) {
      part.restore(in);
    }
  }

  private void require(boolean holds, String what) {
    if (!holds) {
      throw new RecipeException(
          "%s %s, expected one of this training: --fresh begins anew, or take another --out"
              .formatted(folder.file(NAME), what));
    }
  }

  void delete() throws IOException {
    Files.deleteIfExists(folder.file(NAME));
  }

  private static long checksum(byte[] bytes, int length) {
    var checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return checksum.getValue();
  }
}
