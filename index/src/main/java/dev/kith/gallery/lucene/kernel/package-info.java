/// Dot products with many rows, with the Vector API where the JVM has it: [Kernel] for one query
/// and rows in flat memory, [Panels] for many queries at once.
@NullMarked
package dev.kith.gallery.lucene.kernel;

import org.jspecify.annotations.NullMarked;
