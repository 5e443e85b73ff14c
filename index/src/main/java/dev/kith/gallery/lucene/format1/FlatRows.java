package dev.kith.gallery.lucene.format1;

import java.io.IOException;
import org.apache.lucene.codecs.lucene95.HasIndexSlice;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.store.IndexInput;
import org.jspecify.annotations.Nullable;

/// A field's float rows as Lucene's flat format keeps them, as flat memory.
final class FlatRows implements AutoCloseable {
  private final FloatRows rows;
  private final @Nullable Regions regions;

  FlatRows(FloatVectorValues values) throws IOException {
    IndexInput file = values instanceof HasIndexSlice sliced ? sliced.getSlice() : null;
    if (file == null) {
      regions = null;
      rows = FloatRows.none(values.dimension());
    } else {
      regions = new Regions(file);
      long length = (long) values.size() * values.dimension() * Float.BYTES;
      rows = new FloatRows(regions.region(0, length), values.size(), values.dimension());
    }
  }

  FloatRows rows() {
    return rows;
  }

  @Override
  public void close() {
    if (regions != null) {
      regions.close();
    }
  }
}
