package dev.kith.tools.terminal;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/// One line that says how far long work is. On a terminal it is rewritten in place, elsewhere a new
/// line comes every ten seconds. Thread-safe; drawing costs nothing between two looks.
public final class ProgressBar implements AutoCloseable {
  private static final int BAR = 24;
  private static final long TERMINAL_PERIOD = Duration.ofMillis(100).toNanos();
  private static final long LOG_PERIOD = Duration.ofSeconds(10).toNanos();

  private final String title;
  private final PrintStream out;
  private final int columns;
  private final LongSupplier nanos;
  private final long begun;
  private long total;
  private long done;
  private String remark = "";
  private long drawn;
  private boolean closed;

  /// On stderr, as the launcher found it.
  ///
  /// @param total 0 while unknown
  public ProgressBar(String title, long total) {
    this(title, total, System.err, Integer.getInteger("kith.columns", 0), System::nanoTime);
  }

  /// @param columns of the terminal; 0 where there is none
  ProgressBar(String title, long total, PrintStream out, int columns, LongSupplier nanos) {
    this.title = title;
    this.total = total;
    this.out = out;
    this.columns = columns;
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
    this.drawn = begun;
  }

  /// Adds to what is done.
  public synchronized void step(long more) {
    at(done + more, total);
  }

  /// Sets how far the work is, and of how much.
  public synchronized void at(long done, long total) {
    this.done = done;
    this.total = total;
    long now = nanos.getAsLong();
    if (!closed && now - drawn >= (columns > 0 ? TERMINAL_PERIOD : LOG_PERIOD)) {
      drawn = now;
      draw(now);
    }
  }

  /// Something to say behind the figures, such as how many were refused.
  public synchronized void remark(String words) {
    remark = words;
  }

  private void draw(long now) {
    String line = line(now);
    if (columns > 0) {
      out.print("\r\u001B[K" + line.substring(0, Math.min(line.length(), columns - 1)));
    } else {
      out.println(line);
    }
    out.flush();
  }

  private String line(long now) {
    double seconds = Math.max(1e-9, (now - begun) / 1e9);
    double rate = done / seconds;
    StringBuilder line = new StringBuilder(title).append("  ");
    if (total > 0) {
      double share = Math.min(1, (double) done / total);
      if (columns > 0) {
        int full = (int) (share * BAR);
        line.append('[').repeat('=', full).repeat(' ', BAR - full).append("] ");
      }
      line.append("%3d%%  %,d of %,d".formatted((int) (100 * share), done, total));
    } else {
      line.append("%,d".formatted(done));
    }
    line.append("  ").append(rate(rate)).append("/s");
    if (total > done && rate > 0) {
      line.append("  ").append(clock((total - done) / rate)).append(" left");
    }
    return remark.isEmpty() ? line.toString() : line + "  " + remark;
  }

  private static String rate(double rate) {
    return rate < 10
        ? String.format(Locale.ROOT, "%.1f", rate)
        : String.format(Locale.ROOT, "%,d", Math.round(rate));
  }

  private static String clock(double seconds) {
    long whole = (long) Math.ceil(seconds);
    return whole < 3600
        ? "%d:%02d".formatted(whole / 60, whole % 60)
        : "%d:%02d:%02d".formatted(whole / 3600, whole / 60 % 60, whole % 60);
  }

  /// Wipes the line, so that what the command prints next stands by itself.
  public synchronized void finish() {
    if (!closed && columns > 0) {
      out.print("\r\u001B[K");
      out.flush();
    }
    closed = true;
  }

  @Override
  public void close() {
    finish();
  }
}
