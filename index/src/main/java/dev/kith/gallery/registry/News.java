package dev.kith.gallery.registry;

import dev.kith.gallery.Change;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.Space;
import dev.kith.gallery.Template;
import java.util.List;
import java.util.Optional;

/// What a commit has to say to the followers of a gallery, each in its own space.
@FunctionalInterface
interface News {
  /// Empty when a follower in that space has nothing to learn.
  Optional<Change> in(Space space);

  static News forAll(Change change) {
    return _ -> Optional.of(change);
  }

  /// What was enrolled without an embedding in a follower's space isn't in that space.
  ///
  /// @param template with one of the embeddings
  static News enrolled(long sequence, Template template, List<Embedding> embeddings) {
    return space ->
        Optional.of(
            of(template, embeddings, space)
                .<Change>map(row -> new Change.Enrol(sequence, row))
                .orElseGet(() ->
                    new Change.Withdraw(sequence, template.number(), template.subjectNumber())));
  }

  /// An embedding was added: news in its space only.
  static News encoded(long sequence, Template template) {
    return space ->
        of(template, List.of(template.embedding()), space)
            .map(row -> new Change.Enrol(sequence, row));
  }

  /// News in one space only.
  static News within(Space space, Change change) {
    return other -> other.equals(space) ? Optional.of(change) : Optional.empty();
  }

  private static Optional<Template> of(Template template, List<Embedding> embeddings, Space space) {
    return embeddings.stream()
        .filter(embedding -> embedding.space().equals(space))
        .findFirst()
        .map(embedding ->
            new Template(
                template.number(),
                template.subjectNumber(),
                template.subject(),
                template.id(),
                embedding));
  }
}
