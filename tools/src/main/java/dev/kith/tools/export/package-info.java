/// A network as a description, and what is made of it: [Net] lists [Layer]s; [TorchNet] runs them
/// on libtorch for training, [OnnxNet] writes them as an ONNX graph, and [Exporter] lets a file out
/// only when both agree.
@NullMarked
package dev.kith.tools.export;

import org.jspecify.annotations.NullMarked;
