/// The system of record on SQLite: [SqliteRegistry]. One writer thread commits groups of units; a
/// pool of read-only connections answers questions, each from one snapshot; samples are files named
/// by their content.
@NullMarked
package dev.kith.gallery.registry;

import org.jspecify.annotations.NullMarked;
