/// Encoders on ONNX Runtime.
@NullMarked
package dev.kith.encoder.onnx;

import org.jspecify.annotations.NullMarked;
