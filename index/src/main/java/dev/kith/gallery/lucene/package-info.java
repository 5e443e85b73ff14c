/// The generation on Lucene: a view of segments and a fresh tail that follows the registry's log.
@NullMarked
package dev.kith.gallery.lucene;

import org.jspecify.annotations.NullMarked;
