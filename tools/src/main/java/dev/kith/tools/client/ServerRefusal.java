package dev.kith.tools.client;

import java.util.Optional;

/// A server's answer that isn't the one hoped for: its problem document, in short.
public final class ServerRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  ServerRefusal(int status, String code, String detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }

  /// What a problem document says, or what can be said where there is none.
  public static ServerRefusal of(Reply reply) {
    Optional<String> code = reply.text("code");
    Optional<String> detail = reply.text("detail");
    return new ServerRefusal(
        reply.status(),
        code.orElse("http-" + reply.status()),
        detail.orElse("the server answered " + reply.status() + " without saying why"));
  }

  public int status() {
    return status;
  }

  /// The stable code, such as `no-such-gallery`.
  public String code() {
    return code;
  }
}
