package dev.kith.gallery.lucene;

import dev.kith.gallery.Subject;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Template;
import dev.kith.gallery.TemplateId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/// How rows stand in Lucene. A template is a document of its vector, its number, its subject's
/// number and both ids; a subject with attributes is a document of them. Numbers are terms too, so
/// that a row can be replaced.
final class Documents {
  static final String VECTOR = "vector";
  static final String TEMPLATE = "template";
  static final String SUBJECT = "subject";
  static final String SUBJECT_ID = "subjectId";
  static final String IDS = "ids";
  static final String ATTRIBUTES = "attributes";
  static final String DESCRIBED = "described";

  private Documents() {}

  static Document of(Template template) {
    Document document = new Document();
    document.add(
        new KnnFloatVectorField(
            VECTOR, template.embedding().toArray(), VectorSimilarityFunction.DOT_PRODUCT));
    document.add(new StringField(TEMPLATE, key(template.number()), Field.Store.NO));
    document.add(new NumericDocValuesField(TEMPLATE, template.number()));
    document.add(new NumericDocValuesField(SUBJECT, template.subjectNumber()));
    document.add(
        new StringField(SUBJECT_ID, new BytesRef(template.subject().value()), Field.Store.NO));
    document.add(new BinaryDocValuesField(IDS, ids(template.subject(), template.id())));
    return document;
  }

  static Document of(Subject subject) {
    Document document = new Document();
    document.add(new StringField(DESCRIBED, key(subject.number()), Field.Store.NO));
    document.add(new NumericDocValuesField(DESCRIBED, subject.number()));
    document.add(new BinaryDocValuesField(ATTRIBUTES, Attributes.write(subject.attributes())));
    return document;
  }

  static Term template(long number) {
    return new Term(TEMPLATE, key(number));
  }

  static Term described(long number) {
    return new Term(DESCRIBED, key(number));
  }

  static Term subject(SubjectId id) {
    return new Term(SUBJECT_ID, new BytesRef(id.value()));
  }

  private static BytesRef key(long number) {
    return new BytesRef(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  private static BytesRef ids(SubjectId subject, TemplateId template) {
    byte[] first = subject.value().getBytes(StandardCharsets.UTF_8);
    byte[] second = template.value().getBytes(StandardCharsets.UTF_8);
    return new BytesRef(
        ByteBuffer.allocate(2 + first.length + second.length)
            .putShort((short) first.length)
            .put(first)
            .put(second)
            .array());
  }

  /// The ids of a template as its document names them.
  record Ids(SubjectId subject, TemplateId template) {
    static Ids read(BytesRef bytes) {
      ByteBuffer in = ByteBuffer.wrap(bytes.bytes, bytes.offset, bytes.length);
      int length = in.getShort();
      int start = bytes.offset + 2;
      return new Ids(
          new SubjectId(new String(bytes.bytes, start, length, StandardCharsets.UTF_8)),
          new TemplateId(
              new String(
                  bytes.bytes, start + length, bytes.length - 2 - length, StandardCharsets.UTF_8)));
    }
  }
}
