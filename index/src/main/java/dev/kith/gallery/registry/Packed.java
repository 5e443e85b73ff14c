package dev.kith.gallery.registry;

import dev.kith.gallery.Attribute;
import dev.kith.gallery.CorruptionException;
import dev.kith.gallery.Job;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Compact columns: a version byte, a count, then the entries. Maps are written by key, so equal
/// maps are equal bytes.
final class Packed {
  private static final int VERSION = 1;
  private static final int TEXT = 0;
  private static final int NUMERIC = 1;
  private static final int FLAG = 2;

  private interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  private interface Entry {
    void read(DataInputStream in) throws IOException;
  }

  private Packed() {}

  static byte @Nullable [] attributes(Map<String, Attribute> attributes) {
    if (attributes.isEmpty()) {
      return null;
    }
    return bytes(
        attributes.size(),
        out -> {
          for (var attribute : new TreeMap<>(attributes).entrySet()) {
            text(out, attribute.getKey());
            value(out, attribute.getValue());
          }
        });
  }

  static Map<String, Attribute> attributes(byte @Nullable [] packed) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    if (packed != null) {
      entries("attributes", packed, in -> attributes.put(text(in), value(in)));
    }
    return attributes;
  }

  static byte[] refusals(List<Job.Refusal> refusals) {
    return bytes(
        refusals.size(),
        out -> {
          for (Job.Refusal refusal : refusals) {
            out.writeLong(refusal.line());
            text(out, refusal.code());
            text(out, refusal.reason());
          }
        });
  }

  static List<Job.Refusal> refusals(byte[] packed) {
    List<Job.Refusal> refusals = new ArrayList<>();
    entries(
        "refusals", packed, in -> refusals.add(new Job.Refusal(in.readLong(), text(in), text(in))));
    return refusals;
  }

  private static void value(DataOutputStream out, Attribute value) throws IOException {
    switch (value) {
      case Attribute.Text(String text) -> {
        out.writeByte(TEXT);
        text(out, text);
      }
      case Attribute.Numeric(double number) -> {
        out.writeByte(NUMERIC);
        out.writeDouble(number);
      }
      case Attribute.Flag(boolean flag) -> {
        out.writeByte(FLAG);
        out.writeBoolean(flag);
      }
    }
  }

  private static Attribute value(DataInputStream in) throws IOException {
    int type = in.readUnsignedByte();
    return switch (type) {
      case TEXT -> new Attribute.Text(text(in));
      case NUMERIC -> new Attribute.Numeric(in.readDouble());
      case FLAG -> new Attribute.Flag(in.readBoolean());
      default -> throw new CorruptionException("got attribute type " + type + ", expected 0 to 2");
    };
  }

  /// Texts may be longer than the 65,535 bytes that `writeUTF` takes.
  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(int count, Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeInt(count);
      body.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void entries(String what, byte[] packed, Entry entry) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(packed))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new CorruptionException(
            "got packed %s of version %d, expected %d".formatted(what, version, VERSION));
      }
      for (int left = in.readInt(); left > 0; left--) {
        entry.read(in);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new CorruptionException("packed " + what + " end too early", e);
    }
  }
}
