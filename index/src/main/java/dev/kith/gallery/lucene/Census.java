package dev.kith.gallery.lucene;

import dev.kith.gallery.Change;
import dev.kith.gallery.Template;
import java.io.IOException;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.util.Bits;

/// Counts the templates of a view.
///
/// @param view what is counted, held by the caller
record Census(View view) {
  private static final long NO_TEMPLATE = -1;

  long templates() throws IOException {
    long count = view.segments().stream().mapToLong(Segment::templates).sum();
    for (int i = 0; i < view.fresh().size(); i++) {
      for (int position = 0; position < view.fresh().get(i).seen(); position++) {
        count += difference(i, position);
      }
    }
    return count;
  }

  /// What the last change of a template in the tails means for the count.
  private int difference(int index, int position) throws IOException {
    View.Fresh part = view.fresh().get(index);
    long template =
        switch (part.tail().change(position)) {
          case Change.Enrol(_, Template row) -> row.number();
          case Change.Withdraw(_, long number, _) -> number;
          case Change.Describe _, Change.Forget _ -> NO_TEMPLATE;
        };
    if (template == NO_TEMPLATE
        || part.tail().lastChange(template, part.seen()) != position
        || view.changedSince(template, index)) {
      return 0;
    }
    int stored = view.hides() && live(template) ? 1 : 0;
    return (part.tail().change(position) instanceof Change.Enrol ? 1 : 0) - stored;
  }

  private boolean live(long template) throws IOException {
    for (Segment segment : view.segments()) {
      PostingsEnum documents =
          segment.reader().postings(Documents.template(template), PostingsEnum.NONE);
      Bits live = segment.reader().getLiveDocs();
      if (documents == null) {
        continue;
      }
      for (int document = documents.nextDoc();
          document != PostingsEnum.NO_MORE_DOCS;
          document = documents.nextDoc()) {
        if (live == null || live.get(document)) {
          return true;
        }
      }
    }
    return false;
  }
}
