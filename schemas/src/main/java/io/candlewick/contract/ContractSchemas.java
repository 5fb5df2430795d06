package io.candlewick.contract;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * The schemas as they are registered: those of the generated classes without the properties that only Java reads, so that every
 * language that registers the same file gets the same id.
 */
public final class ContractSchemas {

    private static final String JAVA_STRING = "avro.java.string";

    private ContractSchemas() {}

    /**
     * The schema of a record as other parties know it.
     *
     * @param type a generated class
     * @return its schema without Java's own properties
     */
    public static Schema of(Class<? extends SpecificRecord> type) {
        return plain(SpecificData.get().getSchema(type));
    }

    /**
     * A schema without Java's own properties.
     *
     * @param schema any schema
     * @return the same types, names, documentation and logical types
     */
    public static Schema plain(Schema schema) {
        return new Schema.Parser().parse(withoutJavaStrings(schema.toString()));
    }

    private static String withoutJavaStrings(String json) {
        String property = "\"" + JAVA_STRING + "\":\"String\"";
        return json.replace("{\"type\":\"string\"," + property + "}", "\"string\"")
                .replace("," + property, "");
    }
}
