package dev.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  private final OpenApi document = OpenApi.load();

  @Test
  void theDocumentSatisfiesTheSchemaOfOpenApi31() {
    Set<ValidationMessage> flaws =
        JsonSchemaFactory.getInstance(
                SpecVersion.VersionFlag.V202012,
                factory ->
                    factory.schemaMappers(mappers ->
                        mappers.mapPrefix(
                            "https://spec.openapis.org/", "classpath:spec.openapis.org/")))
            .getSchema(URI.create("https://spec.openapis.org/oas/3.1/schema-base/2022-10-07"))
            .validate(text(), InputFormat.JSON);
    assertThat(flaws).isEmpty();
  }

  @Test
  void aParserOfSwaggerReadsItWithoutComplaint() {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    SwaggerParseResult read = new OpenAPIV3Parser().readContents(text(), null, options);
    assertThat(read.getMessages()).isEmpty();
    assertThat(read.getOpenAPI().getPaths()).containsKey("/v1/galleries/{gallery}/identify");
  }

  @Test
  void operationIdsAreUniqueAndEveryPathParameterIsDeclared() {
    assertThat(document.operations()).extracting(OpenApi.Operation::id).doesNotHaveDuplicates();
    for (OpenApi.Operation operation : document.operations()) {
      long inPath = operation.path().chars().filter(c -> c == '{').count();
      assertThat(operation.parameters().stream().filter(OpenApi.Parameter::inPath))
          .as(operation.id())
          .hasSize((int) inPath);
    }
  }

  private String text() {
    return new String(document.bytes(), StandardCharsets.UTF_8);
  }
}
