package dev.kith.encoder.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A model of a few unary operators in a row, written as ONNX by hand (protobuf's wire format,
/// field numbers of onnx.proto).
///
/// @param batch 1, or 0 for an open one
/// @param operators each takes the output of the one before; the outputs are `y0`, `y1` and so on,
///   and the last is the graph's first output
record TinyModel(
    int batch, int channels, int side, List<String> operators, Map<String, String> metadata) {
  private static final long FLOAT = 1;

  /// The mean of each channel: an output of rank 4.
  static TinyModel means(int batch) {
    return new TinyModel(batch, 3, 8, List.of("GlobalAveragePool"), usual());
  }

  static Map<String, String> usual() {
    return Map.of("kith.name", "tiny", "kith.input", "3x8x8", "kith.mean", "0", "kith.std", "1");
  }

  TinyModel with(String... more) {
    return new TinyModel(batch, channels, side, List.of(more), metadata);
  }

  TinyModel said(String key, String value) {
    Map<String, String> all = new LinkedHashMap<>(metadata);
    all.put(key, value);
    return new TinyModel(batch, channels, side, operators, all);
  }

  TinyModel silent() {
    return new TinyModel(batch, channels, side, operators, Map.of());
  }

  byte[] bytes() {
    Message model = new Message().number(1, 8).message(7, graph());
    model.message(8, new Message().text(1, "").number(2, 17));
    new TreeMap<>(metadata)
        .forEach((key, value) -> model.message(14, new Message().text(1, key).text(2, value)));
    return model.bytes();
  }

  private Message graph() {
    Message graph = new Message();
    String from = "x";
    for (int i = 0; i < operators.size(); i++) {
      String to = "y" + i;
      graph.message(1, new Message().text(1, from).text(2, to).text(4, operators.get(i)));
      from = to;
    }
    graph.text(2, "tiny").message(11, value("x", shape())).message(12, value(from, new Message()));
    return graph;
  }

  private Message shape() {
    Message shape = new Message();
    shape.message(1, batch > 0 ? new Message().number(1, batch) : new Message().text(2, "n"));
    for (int size : new int[] {channels, side, side}) {
      shape.message(1, size > 0 ? new Message().number(1, size) : new Message().text(2, "size"));
    }
    return shape;
  }

  private static Message value(String name, Message shape) {
    Message tensor = new Message().number(1, FLOAT);
    if (shape.bytes().length > 0) {
      tensor.message(2, shape);
    }
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Message text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return bytes(field, value.bytes());
    }

    private Message bytes(int field, byte[] value) {
      varint(((long) field << 3) | 2);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    private void varint(long value) {
      long left = value;
      while (left >= 0x80) {
        out.write((int) ((left & 0x7f) | 0x80));
        left >>>= 7;
      }
      out.write((int) left);
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }
}
