package dev.kith.gallery.lucene;

import dev.kith.gallery.Change;
import dev.kith.gallery.Subject;
import dev.kith.gallery.Template;
import java.io.IOException;
import org.apache.lucene.index.IndexWriter;

/// Changes as steps of an index writer.
final class Changes {
  private Changes() {}

  /// Adds a row that is known to be new.
  static void add(IndexWriter writer, Change change) throws IOException {
    switch (change) {
      case Change.Enrol(_, Template template) -> writer.addDocument(Documents.of(template));
      case Change.Describe(_, Subject subject) -> {
        if (!subject.attributes().isEmpty()) {
          writer.addDocument(Documents.of(subject));
        }
      }
      case Change.Withdraw _, Change.Forget _ -> {
        // there is nothing to take from an empty index
      }
    }
  }

  /// Writes a tail's changes; of one template only the last.
  static void write(IndexWriter writer, Tail tail) throws IOException {
    for (int position = 0; position < tail.count(); position++) {
      switch (tail.change(position)) {
        case Change.Enrol(_, Template template) -> {
          if (tail.lastChange(template.number(), tail.count()) == position) {
            writer.updateDocument(Documents.template(template.number()), Documents.of(template));
          }
        }
        case Change.Withdraw(_, long template, _) -> {
          if (tail.lastChange(template, tail.count()) == position) {
            writer.deleteDocuments(Documents.template(template));
          }
        }
        case Change.Describe(_, Subject subject) -> describe(writer, subject);
        case Change.Forget(_, long subject) -> writer.deleteDocuments(Documents.described(subject));
      }
    }
  }

  private static void describe(IndexWriter writer, Subject subject) throws IOException {
    if (subject.attributes().isEmpty()) {
      writer.deleteDocuments(Documents.described(subject.number()));
    } else {
      writer.updateDocument(Documents.described(subject.number()), Documents.of(subject));
    }
  }
}
