package dev.kith.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kith.gallery.GalleryName;
import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CalibrationPageTest {
  private static final Pattern TEXT =
      Pattern.compile("<text x='([0-9.]+)' y='([0-9.]+)'.*?text-anchor='(\\w+)'.*?>(.*?)</text>");

  /// A digit of 11 px in a sans-serif is no wider.
  private static final double DIGIT = 7;

  private static final int WIDTH = 760;

  private static String page(double smallest) throws IOException {
    JsonNode now =
        new JsonMapper()
            .readTree(
                """
                {"fpir":{"target":0.01,"estimate":0.01,"low":0.004,"high":0.02},"threshold":0.9,
                "thresholdInterval":[0.88,0.93],"subjects":176,"trials":299,"method":"cohort",
                "matedTrials":176,"calibratedAt":528,"suspects":{"counted":0},
                "curve":[{"threshold":0.681,"fpir":0.5,"low":0.4,"high":0.6,"fnir":0.3},
                {"threshold":0.953,"fpir":%s,"low":0,"high":0.01,"fnir":1}],
                "scores":{"from":0.397,"to":0.947,"strangers":[3,5,1],"mated":[1,4,6]}}
                """
                    .formatted(smallest));
    return new CalibrationPage(new GalleryName("g"), now, now, new JsonMapper().createArrayNode())
        .html();
  }

  private static List<MatchResult> texts(String page) {
    return TEXT.matcher(page).results().toList();
  }

  @Test
  void everyNumberLiesInsideItsChart() throws IOException {
    for (MatchResult each : texts(page(0.0000001))) {
      double x = Double.parseDouble(each.group(1));
      double width = DIGIT * each.group(4).length();
      double left =
          switch (each.group(3)) {
            case "end" -> x - width;
            case "middle" -> x - width / 2;
            default -> x;
          };
      assertThat(left).as(each.group(4)).isNotNegative();
      assertThat(left + width).as(each.group(4)).isLessThanOrEqualTo(WIDTH);
    }
  }

  @Test
  void ratesGoDownToTheLastOfTheCurveAndNoFurther() throws IOException {
    assertThat(texts(page(0.0017)).stream().map(each -> each.group(4)))
        .contains("0.1 %", "1 %", "10 %", "100 %", "0.681", "0.953")
        .doesNotContain("0.01 %");
  }
}
