/// Measures encoders: retrieval, verification, and identification with strangers. Plain Java, no
/// engine.
@NullMarked
package dev.kith.tools.evaluate;

import org.jspecify.annotations.NullMarked;
