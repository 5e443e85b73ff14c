@NullMarked
package dev.kith.encoder;

import org.jspecify.annotations.NullMarked;
