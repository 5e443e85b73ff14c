package dev.kith.tools;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.Lineage;
import dev.kith.gallery.Registry;
import dev.kith.server.work.Examination;
import dev.kith.server.work.Kith;
import dev.kith.server.work.KithOptions;
import dev.kith.tools.terminal.CommandFailure;
import dev.kith.tools.terminal.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Check a data directory: is it whole, and who is enrolled oddly.",
    description = {
      "",
      "Reads every row and every sample and names what is damaged. With --identities it also names, for each gallery, the same"
          + " sample under two subjects, look-alikes, templates nearer to another subject than to their own, and strangers of the"
          + " cohort that would be taken for somebody. Nothing is changed. No server may hold the directory.",
      ""
    })
final class DoctorCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The data directory.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path data;

  @Option(
      names = "--identities",
      description =
          "Look at who is enrolled, too: up to 20,000 templates are compared with all others.")
  private boolean identities;

  @Option(names = "--json", description = "Print one JSON document instead of sentences.")
  private boolean json;

  @Override
  public Integer call() {
    if (!Files.exists(data.resolve("registry.db"))) {
      throw new CommandFailure(
          "%s holds no registry.db, expected a data directory".formatted(data));
    }
    List<String> damage = new ArrayList<>();
    try (Kith kith = Kith.open(data, KithOptions.defaults())) {
      long rows = kith.registry().scrub(damage::add);
      kith.galleries().all().forEach(gallery -> compare(kith.registry(), gallery, damage));
      ObjectNode document = document(kith, rows, damage);
      StringBuilder text = new StringBuilder(text(kith, rows, damage));
      if (identities) {
        for (Gallery gallery : kith.galleries().all()) {
          GalleryName name = gallery.entry().name();
          Examination found = kith.examine(name);
          document.withArray("identities").add(Findings.json(name, found));
          text.append(System.lineSeparator()).append(Findings.text(name, found));
        }
      }
      System.out.println(json ? document : text.toString().strip());
    }
    return damage.isEmpty() ? ExitCode.DONE : ExitCode.DONE_WITH_REFUSALS;
  }

  /// A generation that stands has every template; one that doesn't is being rebuilt.
  private static void compare(Registry registry, Gallery gallery, List<String> damage) {
    GalleryEntry entry = gallery.entry();
    Lineage.Gap gap = registry.lineage().gap(entry, entry.space());
    // what a reindex had to leave behind is no damage
    long templates = registry.counts(entry).templates() - gap.sampled() - gap.bare();
    gallery
        .running()
        .filter(generation -> generation.templates() != templates)
        .ifPresent(generation ->
            damage.add(
                "gallery %s: generation %d has %,d templates, expected %,d"
                    .formatted(
                        entry.name(), generation.number(), generation.templates(), templates)));
  }

  private static String text(Kith kith, long rows, List<String> damage) {
    StringBuilder text = new StringBuilder();
    for (Gallery gallery : kith.galleries().all()) {
      Registry.Counts counts = kith.registry().counts(gallery.entry());
      text.append(
          "gallery %s: %,d subjects, %,d templates%s%n"
              .formatted(
                  gallery.entry().name(),
                  counts.subjects(),
                  counts.templates(),
                  gallery.running().isPresent() ? "" : ", its generation is being rebuilt"));
    }
    text.append("read %,d rows: ".formatted(rows));
    text.append(damage.isEmpty() ? "no damage" : damage.size() + " damaged");
    damage.forEach(each -> text.append(System.lineSeparator()).append("  ").append(each));
    return text.toString();
  }

  private static ObjectNode document(Kith kith, long rows, List<String> damage) {
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("rows", rows);
    var galleries = document.putArray("galleries");
    for (Gallery gallery : kith.galleries().all()) {
      Registry.Counts counts = kith.registry().counts(gallery.entry());
      galleries
          .addObject()
          .put("name", gallery.entry().name().value())
          .put("subjects", counts.subjects())
          .put("templates", counts.templates())
          .put("rebuilding", gallery.running().isEmpty());
    }
    damage.forEach(document.putArray("damage")::add);
    return document;
  }
}
