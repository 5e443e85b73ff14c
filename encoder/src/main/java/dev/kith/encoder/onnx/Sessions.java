package dev.kith.encoder.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import dev.kith.gallery.GalleryException;

/// Opens ONNX Runtime sessions: one thread a run, since the pool above brings the parallelism.
///
/// The CUDA path has been written against ONNX Runtime's documentation and has not been run on a
/// GPU.
final class Sessions {
  private static final System.Logger LOG = System.getLogger(Sessions.class.getName());

  private Sessions() {}

  record Opened(OrtSession session, Provider provider) {}

  /// @throws GalleryException.Invalid `invalid-model` or `no-gpu`
  static Opened open(byte[] model, Provider wanted) {
    return switch (wanted) {
      case CPU -> new Opened(session(model, Provider.CPU), Provider.CPU);
      case CUDA -> new Opened(onGpu(model), Provider.CUDA);
      case AUTO -> whereItRuns(model);
    };
  }

  private static Opened whereItRuns(byte[] model) {
    if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "provider auto: this ONNX Runtime has no CUDA, running on cpu");
      return new Opened(session(model, Provider.CPU), Provider.CPU);
    }
    try {
      return new Opened(session(model, Provider.CUDA), Provider.CUDA);
    } catch (GalleryException.Invalid e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "provider auto: CUDA does not work here, running on cpu: " + e.getMessage());
      return new Opened(session(model, Provider.CPU), Provider.CPU);
    }
  }

  private static OrtSession onGpu(byte[] model) {
    if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
      throw new GalleryException.Invalid(
          "no-gpu",
          "got provider cuda, but this ONNX Runtime was built without it: build Kith with -Pcuda, or use cpu or auto");
    }
    try {
      return session(model, Provider.CUDA);
    } catch (GalleryException.Invalid e) {
      throw new GalleryException.Invalid(
          "no-gpu", "got provider cuda, but no GPU can be used: " + e.getMessage());
    }
  }

  private static OrtSession session(byte[] model, Provider provider) {
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "kith");
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      if (provider == Provider.CUDA) {
        options.addCUDA();
      }
      return environment.createSession(model, options);
    } catch (OrtException e) {
      throw new GalleryException.Invalid(
          "invalid-model", "ONNX Runtime can't load the model: " + e.getMessage());
    }
  }
}
