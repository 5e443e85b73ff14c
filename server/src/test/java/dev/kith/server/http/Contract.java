package dev.kith.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;

/// The document's schemas, for a validator of somebody else's.
final class Contract {
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  private Contract() {}

  static JsonSchema schema(OpenApi document, String name) {
    return schema(document, Json.object().put("$ref", "#/components/schemas/" + name));
  }

  /// @param schema as it stands in the document, its references into the document
  static JsonSchema schema(OpenApi document, JsonNode schema) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", Json.read(document.bytes()).get("components"));
    return FACTORY.getSchema(whole);
  }
}
