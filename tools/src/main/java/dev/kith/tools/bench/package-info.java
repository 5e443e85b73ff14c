/// Measurements: how fast, how big, how steady.
@NullMarked
package dev.kith.tools.bench;

import org.jspecify.annotations.NullMarked;
