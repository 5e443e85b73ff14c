/// Static int8 quantisation of ONNX models. [Int8] is the door; [Plan] says what is rounded,
/// [Ranges] measures, [Rounding] writes.
@NullMarked
package dev.kith.tools.export.int8;

import org.jspecify.annotations.NullMarked;
