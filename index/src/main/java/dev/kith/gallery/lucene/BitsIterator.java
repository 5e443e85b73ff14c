package dev.kith.gallery.lucene;

import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;

/// The documents of a set of bits, one after another.
final class BitsIterator extends DocIdSetIterator {
  private final Bits bits;
  private int document = -1;

  BitsIterator(Bits bits) {
    this.bits = bits;
  }

  @Override
  public int docID() {
    return document;
  }

  @Override
  public int nextDoc() {
    return advance(document + 1);
  }

  @Override
  public int advance(int target) {
    for (document = target; document < bits.length(); document++) {
      if (bits.get(document)) {
        return document;
      }
    }
    document = NO_MORE_DOCS;
    return document;
  }

  @Override
  public long cost() {
    return bits.length();
  }
}
