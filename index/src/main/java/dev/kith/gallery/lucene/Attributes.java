package dev.kith.gallery.lucene;

import dev.kith.gallery.Attribute;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.util.BytesRef;

/// A subject's attributes as bytes: a count, then for each its name, a kind, and its value.
final class Attributes {
  private static final int TEXT = 0;
  private static final int NUMERIC = 1;
  private static final int FLAG = 2;

  private Attributes() {}

  static BytesRef write(Map<String, Attribute> attributes) {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeShort(attributes.size());
      for (Map.Entry<String, Attribute> each : new TreeMap<>(attributes).entrySet()) {
        out.writeUTF(each.getKey());
        value(out, each.getValue());
      }
      return new BytesRef(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void value(DataOutputStream out, Attribute value) throws IOException {
    switch (value) {
      case Attribute.Text(String text) -> {
        out.writeByte(TEXT);
        out.writeUTF(text);
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

  static Map<String, Attribute> read(BytesRef bytes) {
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(bytes.bytes, bytes.offset, bytes.length))) {
      int count = in.readUnsignedShort();
      Map<String, Attribute> attributes = HashMap.newHashMap(count);
      for (int i = 0; i < count; i++) {
        String name = in.readUTF();
        attributes.put(name, value(in));
      }
      return attributes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Attribute value(DataInputStream in) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case TEXT -> new Attribute.Text(in.readUTF());
      case NUMERIC -> new Attribute.Numeric(in.readDouble());
      case FLAG -> new Attribute.Flag(in.readBoolean());
      default -> throw new IOException("attribute of the unknown kind " + kind);
    };
  }
}
