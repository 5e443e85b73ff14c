/// Decodes samples, turns them upright, and brings them to an encoder's input.
@NullMarked
package dev.kith.encoder.image;

import org.jspecify.annotations.NullMarked;
