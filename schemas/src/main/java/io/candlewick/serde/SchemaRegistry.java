package io.candlewick.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.candlewick.serde.RegistryHttp.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * A client of a schema registry that speaks Confluent's REST API: Confluent's own, Apicurio, Karapace, Redpanda.
 *
 * <p>Schemas and ids never change once given, so both are remembered for ever. While the registry is away a request is tried again
 * with a growing pause; an answer that refuses is final. <b>Thread</b>: any. <b>Errors</b>: {@link RegistryException}.
 */
public final class SchemaRegistry {

    /* A schema that needs more others than this is a loop or a mistake. */
    private static final int MAX_REFERENCES = 1_000;

    private final RegistryHttp http;
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<Subject, Integer> ids = new ConcurrentHashMap<>();

    private record Subject(String name, Schema schema) {}

    /**
     * A client; nothing is asked yet.
     *
     * @param config how to reach the registry
     * @throws RegistryException if the trust store cannot be read
     */
    public SchemaRegistry(RegistryConfig config) {
        this(config, pauseMs -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMs)));
    }

    /** A client that pauses between attempts as it is told to, so that a test need not wait. */
    SchemaRegistry(RegistryConfig config, LongConsumer pause) {
        this.http = new RegistryHttp(config, pause);
    }

    /**
     * Registers a schema, or finds it registered already.
     *
     * @param subject e.g. {@code bars-value}
     * @param schema the schema
     * @return its id
     * @throws RegistryException if the registry is away or refuses, e.g. because the schema is not compatible
     */
    public int register(String subject, Schema schema) {
        Subject wanted = new Subject(subject, schema);
        Integer known = ids.get(wanted);
        if (known != null) {
            return known;
        }
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("schema", schema.toString())
                .toString();
        Answer answer = http.post(versionsOf(subject), body, "subject '" + subject + "'");
        JsonNode id = answer.json().path("id");
        if (!id.isInt()) {
            throw answer.unlikely();
        }
        ids.put(wanted, id.asInt());
        return id.asInt();
    }

    /**
     * The schema of an id.
     *
     * @param id as it stands in a record
     * @return the schema
     * @throws RegistryException if the registry is away or does not know the id
     */
    public Schema schema(int id) {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        Schema schema = parse(http.get("/schemas/ids/" + id, "schema id " + id), new Schema.Parser(), new HashSet<>());
        schemas.put(id, schema);
        return schema;
    }

    /**
     * The subjects the registry holds.
     *
     * @return their names
     * @throws RegistryException if the registry is away
     */
    public List<String> subjects() {
        List<String> names = new ArrayList<>();
        http.get("/subjects", "the list of subjects").json().forEach(name -> names.add(name.asText()));
        return names;
    }

    /** Some writers, Apicurio's among them, register every named type apart and refer to it; those are read first. */
    private Schema parse(Answer answer, Schema.Parser parser, Set<String> read) {
        for (JsonNode reference : answer.json().path("references")) {
            String subject = reference.path("subject").asText();
            String path = versionsOf(subject) + "/" + reference.path("version").asInt();
            if (read.add(path)) {
                if (read.size() > MAX_REFERENCES) {
                    throw answer.unlikely();
                }
                parse(http.get(path, "subject '" + subject + "'"), parser, read);
            }
        }
        try {
            return parser.parse(answer.json().path("schema").asText());
        } catch (AvroRuntimeException | NullPointerException notAvro) {
            // Avro's parser throws a NullPointerException at a schema that is nothing but an unknown name.
            throw new RegistryException(
                    "Schema registry " + answer.url() + " answered " + answer.what() + " with no Avro schema: "
                            + notAvro.getMessage(),
                    false);
        }
    }

    private static String versionsOf(String subject) {
        return "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20") + "/versions";
    }
}
