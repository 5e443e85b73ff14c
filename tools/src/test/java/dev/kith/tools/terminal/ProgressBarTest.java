package dev.kith.tools.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProgressBarTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicLong clock = new AtomicLong(1);

  private ProgressBar bar(long total, int columns) {
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new ProgressBar("import", total, out, columns, clock::get);
  }

  private void seconds(long seconds) {
    clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aTerminalSeesOneLineRewritten() {
    try (ProgressBar bar = bar(2000, 120)) {
      seconds(2);
      bar.remark("3 refused");
      bar.step(500);
    }
    assertThat(printed())
        .isEqualTo(
            "\r\u001B[Kimport  [======                  ]  25%  500 of 2,000  250/s  0:06 left  3 refused"
                + "\r\u001B[K");
  }

  @Test
  void aLineNeverRunsOverTheTerminal() {
    try (ProgressBar bar = bar(2000, 20)) {
      seconds(1);
      bar.step(1);
    }
    assertThat(printed().replace("\u001B[K", "").split("\r"))
        .allSatisfy(line -> assertThat(line.length()).isLessThan(20));
  }

  @Test
  void aLogGetsALineEveryTenSeconds() {
    try (ProgressBar bar = bar(0, 0)) {
      for (int i = 0; i < 25; i++) {
        seconds(1);
        bar.step(2);
      }
    }
    assertThat(printed().lines()).containsExactly("import  20  2.0/s", "import  40  2.0/s");
  }

  @Test
  void nothingIsDrawnTwiceInATenthOfASecond() {
    try (ProgressBar bar = bar(10, 80)) {
      for (int i = 0; i < 10; i++) {
        bar.step(1);
      }
    }
    assertThat(printed()).isEqualTo("\r\u001B[K");
  }
}
