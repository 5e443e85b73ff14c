package dev.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSplitterTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void linesAreTheSameHoweverTheBytesCome(long seed) {
    Random random = new Random(seed);
    String text = "one\n\ntwo\r\n  \t\n" + "l".repeat(20) + "\nthree 3\nfour";
    List<String> lines = new ArrayList<>();
    LineSplitter splitter =
        new LineSplitter(
            10, line -> lines.add(line.tooLong() ? "too long" : line.bytes().toString().strip()));
    for (int at = 0; at < text.length(); ) {
      int to = Math.min(text.length(), at + 1 + random.nextInt(6));
      splitter.feed(Buffer.buffer(text.substring(at, to)));
      at = to;
    }
    splitter.end();
    assertThat(lines).containsExactly("one", "two", "too long", "three 3", "four");
  }
}
