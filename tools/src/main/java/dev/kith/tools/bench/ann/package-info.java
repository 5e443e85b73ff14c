/// Approximate nearest neighbours, measured: Kith's generation, stock Lucene, and the exact scan on
/// the same vectors in one run.
@NullMarked
package dev.kith.tools.bench.ann;

import org.jspecify.annotations.NullMarked;
