package dev.kith.tools.evaluate;

import dev.kith.gallery.Candidate;
import dev.kith.gallery.Change;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.Generation;
import dev.kith.gallery.Probe;
import dev.kith.gallery.Search;
import dev.kith.gallery.Space;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Template;
import dev.kith.gallery.TemplateId;
import dev.kith.gallery.lucene.LuceneGenerations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Rows enrolled in the index that a server has, to be searched as it searches: a measurement of
/// the encoder and the index together.
final class EnrolledGallery implements AutoCloseable {
  private static final int PAGE = 1024;

  private final Embeddings all;
  private final Space space;
  private final Path directory;
  private final Generation generation;

  /// @param rows to enrol, each as a template of its class
  EnrolledGallery(Embeddings all, int[] rows) {
    this.all = all;
    this.space = new Space("vectors:evaluate:" + all.dimension(), all.dimension());
    try {
      this.directory = Files.createTempDirectory("kith-evaluate");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.generation = new LuceneGenerations().open(directory.resolve("1"), 1, space);
    enrol(rows);
  }

  private void enrol(int[] rows) {
    List<Change> page = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      page.add(new Change.Enrol(i + 1L, template(rows[i])));
      if (page.size() == PAGE || i + 1 == rows.length) {
        generation.follow(page);
        page = new ArrayList<>();
      }
    }
  }

  private Template template(int row) {
    int label = all.label(row);
    return new Template(
        row + 1L,
        label + 1L,
        new SubjectId(String.valueOf(label)),
        new TemplateId(String.valueOf(row)),
        embedding(row));
  }

  private Embedding embedding(int row) {
    return Embedding.ofUnit(space, all.values(row));
  }

  static int label(Candidate candidate) {
    return Integer.parseInt(candidate.subject().value());
  }

  static int row(Candidate candidate) {
    return Integer.parseInt(candidate.template().value());
  }

  /// The best subjects for each of the rows, by the way a server would take.
  List<List<Candidate>> search(int[] rows, int limit) {
    Search search = Search.best(limit);
    return IntStream.of(rows)
        .parallel()
        .mapToObj(row -> generation.search(new Probe(embedding(row)), search))
        .toList();
  }

  @Override
  public void close() {
    generation.close();
    new LuceneGenerations().drop(directory);
  }
}
