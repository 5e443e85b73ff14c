package dev.kith.tools.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kith.gallery.GalleryName;
import dev.kith.tools.client.KithClient;
import dev.kith.tools.glyph.GreyImage;
import dev.kith.tools.source.Source;
import dev.kith.tools.target.ImportLog;
import dev.kith.tools.target.Target;
import dev.kith.tools.terminal.ProgressBar;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// The main job, small: enrols glyphs, then asks the server who known and unknown ones are.
public final class Demonstration {
  public static final GalleryName GALLERY = new GalleryName("demo");
  private static final int PROBES = 12;

  /// Enough to count what one in a hundred does.
  public static final int STRANGERS = 1000;

  /// One stranger in a hundred may be taken for somebody.
  private static final double FPIR = 0.01;

  private final Glyphs glyphs;
  private final Path pictures;

  /// @param subjects how many glyphs are enrolled
  /// @param pictures a folder for the contact sheet and two probes
  public Demonstration(int subjects, Path pictures) {
    this.glyphs = new Glyphs(subjects, 2);
    this.pictures = pictures;
  }

  /// What happened.
  ///
  /// @param known answers about glyphs that are enrolled, by hands that aren't
  /// @param unknown answers about glyphs that nobody enrolled
  /// @param millisPerProbe from sending a probe to having its answer
  public record Outcome(
      int subjects,
      double enrolSeconds,
      List<Answered> known,
      List<Answered> unknown,
      double millisPerProbe,
      Path sheet) {
    public Outcome {
      known = List.copyOf(known);
      unknown = List.copyOf(unknown);
    }

    public long right() {
      return count(ContactSheet.Verdict.RIGHT);
    }

    /// Scores within the threshold's interval: for a person to decide.
    public long left() {
      return count(ContactSheet.Verdict.UNSURE);
    }

    private long count(ContactSheet.Verdict verdict) {
      return Stream.concat(known.stream(), unknown.stream())
          .filter(each -> each.verdict() == verdict)
          .count();
    }

    /// The two that are shown came out as they should.
    public boolean asHoped() {
      return known.getFirst().right() && unknown.getFirst().right();
    }

    public int probes() {
      return known.size() + unknown.size();
    }
  }

  /// One probe and the server's answer to it.
  ///
  /// @param truth the enrolled subject, or empty for a stranger
  public record Answered(String truth, Path file, JsonNode answer) {
    boolean right() {
      return verdict() == ContactSheet.Verdict.RIGHT;
    }

    /// The first candidate's subject.
    public String nearest() {
      return answer.path("candidates").path(0).path("subject").asText();
    }

    ContactSheet.Verdict verdict() {
      String right = truth.isEmpty() ? "none" : "match";
      return switch (answer.path("decision").asText()) {
        case "review" -> ContactSheet.Verdict.UNSURE;
        case String decision
            when decision.equals(right) && (truth.isEmpty() || nearest().equals(truth)) ->
            ContactSheet.Verdict.RIGHT;
        default -> ContactSheet.Verdict.WRONG;
      };
    }
  }

  /// Enrols the glyphs and calibrates the gallery on a cohort; those that stand already stay.
  ///
  /// @return seconds
  public double enrol(Target kith) throws IOException {
    long begun = System.nanoTime();
    kith.useEncoder(GALLERY, "glyph");
    try (var source = glyphs.source();
        var strangers = glyphs.strangers(STRANGERS)) {
      give("enrolling glyphs", source, log -> kith.enrol(GALLERY, source, log));
      give("measuring with strangers", strangers, log -> kith.admit(GALLERY, strangers, log));
    }
    kith.calibration(GALLERY, OptionalDouble.of(FPIR), OptionalLong.empty());
    return (System.nanoTime() - begun) / 1e9;
  }

  @FunctionalInterface
  private interface Giving {
    void to(ImportLog log) throws IOException;
  }

  private void give(String title, Source source, Giving giving) throws IOException {
    try (ProgressBar bar = new ProgressBar(title, source.total());
        ImportLog log = new ImportLog(pictures.resolve("refused.ndjson"), bar)) {
      giving.to(log);
      if (log.refused() > 0) {
        throw new IllegalStateException("a glyph was refused: " + log.first().getFirst());
      }
    }
  }

  /// Asks over HTTP and draws the contact sheet.
  public Outcome ask(URI server, double enrolSeconds) throws IOException {
    List<Answered> known = new ArrayList<>();
    List<Answered> unknown = new ArrayList<>();
    double millis;
    try (KithClient kith = new KithClient(server)) {
      long begun = System.nanoTime();
      for (int i = 0; i < PROBES; i++) {
        long character = (long) i * glyphs.enrolled() / PROBES;
        known.add(ask(kith, Glyphs.subject(character), Glyphs.again(character), "known-" + i));
        unknown.add(ask(kith, "", Glyphs.again(glyphs.enrolled() + i), "unknown-" + i));
      }
      millis = (System.nanoTime() - begun) / 1e6 / (2 * PROBES);
    }
    Path sheet = pictures.resolve("contact-sheet.png");
    ContactSheet.write(
        List.of(
            section("known glyphs, drawn by another hand", known),
            section("unknown glyphs, and the nearest known", unknown)),
        sheet);
    return new Outcome(glyphs.enrolled(), enrolSeconds, known, unknown, millis, sheet);
  }

  private Answered ask(KithClient kith, String truth, GreyImage probe, String name)
      throws IOException {
    byte[] png = probe.png();
    Path file = pictures.resolve(name + ".png");
    Files.write(file, png);
    String path =
        KithClient.path("v1", "galleries", GALLERY.value(), "identify") + "?limit=3&fpir=" + FPIR;
    return new Answered(truth, file, kith.post(path, "image/png", png));
  }

  private static ContactSheet.Section section(String heading, List<Answered> answers)
      throws IOException {
    List<ContactSheet.Cell> cells = new ArrayList<>();
    for (Answered each : answers) {
      cells.add(cell(each));
    }
    return new ContactSheet.Section(heading, cells);
  }

  private static ContactSheet.Cell cell(Answered each) throws IOException {
    String decision = each.answer.path("decision").asText();
    String score = "%.2f".formatted(each.answer.path("score").asDouble());
    return new ContactSheet.Cell(
        javax.imageio.ImageIO.read(each.file.toFile()),
        Glyphs.sample(Glyphs.character(each.nearest()), 0).buffered(),
        each.verdict(),
        List.of(
            decision + " " + score, (decision.equals("match") ? "" : "nearest ") + each.nearest()));
  }
}
