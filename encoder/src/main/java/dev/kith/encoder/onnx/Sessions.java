package dev.kith.encoder.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import dev.kith.gallery.GalleryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Opens ONNX Runtime sessions: one thread a run, since the pool above brings the parallelism.
final class Sessions {
  private static final System.Logger LOG = System.getLogger(Sessions.class.getName());

  private static final int LONGEST_COMMAND_LINE = 4000;

  private Sessions() {}

  record Opened(OrtSession session, Provider provider) {}

  /// @throws GalleryException.Invalid `invalid-model` or `no-gpu`
  static Opened open(byte[] model, Provider wanted) {
    return switch (wanted) {
      case CPU -> onCpu(model);
      case CUDA -> onGpu(model);
      case AUTO -> whereItRuns(model);
    };
  }

  private static Opened whereItRuns(byte[] model) {
    try {
      return onGpu(model);
    } catch (GalleryException.Invalid e) {
      Opened opened = onCpu(model);
      LOG.log(System.Logger.Level.INFO, "provider auto fell back to cpu: " + e.getMessage());
      return opened;
    }
  }

  private static Opened onCpu(byte[] model) {
    try (OrtSession.SessionOptions options = options()) {
      return new Opened(environment().createSession(model, options), Provider.CPU);
    } catch (OrtException e) {
      throw new GalleryException.Invalid(
          "invalid-model", "ONNX Runtime can't load the model: " + e.getMessage());
    }
  }

  private static Opened onGpu(byte[] model) {
    if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
      throw noGpu(
          "this ONNX Runtime was built without it: build Kith with -Pcuda, or use cpu or auto");
    }
    // before the options: without an environment, CUDA's own library finds no logger and won't load
    OrtEnvironment environment = environment();
    try (OrtSession.SessionOptions options = options();
        OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(0)) {
      // the exhaustive search would time all kernels again at each new batch size, and TF32 keeps
      // only 10 bits of a float's fraction
      cuda.add("cudnn_conv_algo_search", "HEURISTIC");
      cuda.add("use_tf32", "0");
      options.addCUDA(cuda);
      return new Opened(environment.createSession(model, options), Provider.CUDA);
    } catch (OrtException | LinkageError e) {
      // a model that fails on the CPU too is told as such
      close(onCpu(model).session());
      throw noGpu("no GPU can be used: " + String.valueOf(e.getMessage()).strip());
    }
  }

  private static GalleryException.Invalid noGpu(String why) {
    return new GalleryException.Invalid("no-gpu", "got provider cuda, but " + why);
  }

  private static OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    return options;
  }

  /// ONNX Runtime 1.29 copies its process's command line into 4,096 bytes without a look at its
  /// length, and crashes.
  private static void checkCommandLine() {
    Path commandLine = Path.of("/proc/self/cmdline");
    if (!Files.isReadable(commandLine)) {
      return;
    }
    long length;
    try {
      length = Files.readAllBytes(commandLine).length;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (length >= LONGEST_COMMAND_LINE) {
      throw new IllegalStateException(
          "this process's command line has %d bytes, expected fewer than %d: name a folder, or put arguments into a file and name it as @FILE"
              .formatted(length, LONGEST_COMMAND_LINE));
    }
  }

  private static OrtEnvironment environment() {
    checkCommandLine();
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "kith");
  }

  /// Gives a session's memory back.
  static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime could not close a session", e);
    }
  }
}
