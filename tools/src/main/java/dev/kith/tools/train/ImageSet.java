package dev.kith.tools.train;

import dev.kith.gallery.Embedding;
import dev.kith.tools.loss.batch.Labels;

/// Labelled pictures, brought to the net's size.
interface ImageSet {
  /// The class of each picture, from 0.
  Labels labels();

  default int size() {
    return labels().size();
  }

  int classes();

  /// The name of a class.
  String name(int label);

  /// Channel planes one after another, 0..255; not to be written to.
  byte[] planes(int sample);

  /// What the encoder made of it that the new one shall be compatible with; only where a recipe
  /// names one.
  Embedding before(int sample);

  /// Tells pictures from others; 0 where the recipe alone determines them.
  long checksum();
}
