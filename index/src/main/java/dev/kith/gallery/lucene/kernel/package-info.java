/// Dot products of one query with many rows in flat memory, with the Vector API where the JVM has
/// it.
@NullMarked
package dev.kith.gallery.lucene.kernel;

import org.jspecify.annotations.NullMarked;
