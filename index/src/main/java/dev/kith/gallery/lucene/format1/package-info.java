/// Version 1 of the vectors format. Never edited once released: a later version is a package beside
/// it.
@NullMarked
package dev.kith.gallery.lucene.format1;

import org.jspecify.annotations.NullMarked;
