/// From a model to an encoder that Kith serves: `export` has an ONNX file explain itself, measures
/// where its default threshold lies, and quantises it where that costs little.
@NullMarked
package dev.kith.tools.release;

import org.jspecify.annotations.NullMarked;
