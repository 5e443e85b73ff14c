package dev.kith.tools.source;

/// One thing that a source gives to an import. Arrays are handed over: nobody writes to them
/// afterwards.
public sealed interface SourceItem {
  /// Where it comes from, for the report: a file, a line, a row.
  String origin();

  /// A sample of a subject: the bytes of an image file.
  final class Sample implements SourceItem {
    private final String origin;
    private final String subject;
    private final byte[] image;

    public Sample(String origin, String subject, byte[] image) {
      this.origin = origin;
      this.subject = subject;
      this.image = image;
    }

    @Override
    public String origin() {
      return origin;
    }

    public String subject() {
      return subject;
    }

    public byte[] image() {
      return image;
    }
  }

  /// A subject's bare vector, not normalised.
  final class Row implements SourceItem {
    private final String origin;
    private final String subject;
    private final float[] values;

    public Row(String origin, String subject, float[] values) {
      this.origin = origin;
      this.subject = subject;
      this.values = values;
    }

    @Override
    public String origin() {
      return origin;
    }

    public String subject() {
      return subject;
    }

    public float[] values() {
      return values;
    }
  }

  /// A line of NDJSON as it stands in the file, without its end.
  final class Line implements SourceItem {
    private final String origin;
    private final byte[] json;

    Line(String origin, byte[] json) {
      this.origin = origin;
      this.json = json;
    }

    @Override
    public String origin() {
      return origin;
    }

    public byte[] json() {
      return json;
    }
  }

  /// Nothing that could be enrolled.
  ///
  /// @param code stable, such as `unreadable`
  record Refused(String origin, String code, String reason) implements SourceItem {}
}
