package dev.kith.gallery.lucene;

import org.apache.lucene.search.AbstractKnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;

/// A beam that counts subjects, not templates: a graph search goes on until so many subjects are
/// found or its visits are spent.
final class SubjectCollector extends AbstractKnnCollector {
  private final Best best;
  private final long[] subjects;

  /// @param beam subjects kept
  /// @param visits templates scored at most
  /// @param subjects the subject's number of each document
  SubjectCollector(int beam, long visits, long[] subjects) {
    super(beam, visits);
    this.best = new Best(beam);
    this.subjects = subjects;
  }

  @Override
  public boolean collect(int document, float similarity) {
    return best.offer(subjects[document], similarity, document);
  }

  @Override
  public int numCollected() {
    return best.size();
  }

  @Override
  public float minCompetitiveSimilarity() {
    return best.worst();
  }

  @Override
  public TopDocs topDocs() {
    ScoreDoc[] documents = new ScoreDoc[best.size()];
    for (int i = 0; i < documents.length; i++) {
      documents[i] = new ScoreDoc((int) best.place(i), best.score(i));
    }
    return new TopDocs(
        new TotalHits(visitedCount(), TotalHits.Relation.GREATER_THAN_OR_EQUAL_TO), documents);
  }
}
