package io.candlewick.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.config.StreamsAppConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The manifests give each pod settings the program reads, and each container no more than it needs. */
class KubernetesFilesTest {

    private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|TOKEN).*");

    private static final Pattern VARIABLE = Pattern.compile("\\$\\(([A-Z_]+)\\)");

    private final List<JsonNode> manifests = read();

    KubernetesFilesTest() throws IOException {}

    @Test
    void shouldGiveEachLaneAConfigurationItAccepts() {
        assertThat(sets()).hasSize(2).allSatisfy(set -> {
            Map<String, String> environment = environment(container(set));
            assertThat(ProgramSettings.ofStreamsApp()).containsAll(environment.keySet());
            assertThatCode(() -> StreamsAppConfig.from(environment)).doesNotThrowAnyException();
        });
        assertThat(sets().stream()
                        .map(set -> StreamsAppConfig.from(environment(container(set)))
                                .lanes()))
                .containsExactly(List.of(Lane.LIVE), List.of(Lane.HISTORY));
    }

    @Test
    void shouldKeepThePodsNameAsItsPlaceInTheGroup() {
        assertThat(sets())
                .allSatisfy(set -> assertThat(container(set).path("env"))
                        .anyMatch(entry -> entry.path("name").asText().equals("CANDLEWICK_INSTANCE_ID")
                                && entry.at("/valueFrom/fieldRef/fieldPath")
                                        .asText()
                                        .equals("metadata.name")));
    }

    @Test
    void shouldTakeSecretsFromSecretsOnly() {
        assertThat(sets())
                .allSatisfy(set -> assertThat(container(set).path("env"))
                        .filteredOn(entry ->
                                SECRET.matcher(entry.path("name").asText()).matches())
                        .hasSize(3)
                        .allMatch(entry -> entry.path("valueFrom").has("secretKeyRef")));
    }

    @Test
    void shouldRunAsNobodyOnAFileSystemThatCannotBeWritten() {
        assertThat(sets()).allSatisfy(set -> {
            assertThat(pod(set).at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            JsonNode rights = container(set).path("securityContext");
            assertThat(rights.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(rights.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        });
    }

    @Test
    void shouldCallRestoringAliveAndNotReady() {
        assertThat(sets()).allSatisfy(set -> {
            assertThat(container(set).at("/livenessProbe/httpGet/path").asText())
                    .isEqualTo("/livez");
            assertThat(container(set).at("/readinessProbe/httpGet/path").asText())
                    .isEqualTo("/readyz");
        });
    }

    private Map<String, String> environment(JsonNode container) {
        Map<String, String> environment = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry :
                ofKind("ConfigMap").get(0).path("data").properties()) {
            environment.put(entry.getKey(), entry.getValue().asText());
        }
        for (JsonNode entry : container.path("env")) {
            String value = entry.path("value").asText("from-elsewhere");
            environment.put(entry.path("name").asText(), expanded(value, environment));
        }
        return environment;
    }

    /* As Kubernetes does with variables that were named before. */
    private static String expanded(String value, Map<String, String> environment) {
        return VARIABLE.matcher(value)
                .replaceAll(name -> environment.getOrDefault(name.group(1), Matcher.quoteReplacement(name.group())));
    }

    @Test
    void shouldTellTheOtherInstancesANameThatTheLanesServiceGivesIt() {
        for (JsonNode set : sets()) {
            StreamsAppConfig config = StreamsAppConfig.from(environment(container(set)));

            assertThat(config.advertised().host())
                    .isEqualTo("from-elsewhere." + set.at("/spec/serviceName").asText());
            assertThat(config.advertised().port()).isEqualTo(config.httpPort());
        }
    }

    private List<JsonNode> sets() {
        return ofKind("StatefulSet");
    }

    private List<JsonNode> ofKind(String kind) {
        return manifests.stream()
                .filter(manifest -> manifest.path("kind").asText().equals(kind))
                .toList();
    }

    private static JsonNode pod(JsonNode set) {
        return set.at("/spec/template/spec");
    }

    private static JsonNode container(JsonNode set) {
        return pod(set).path("containers").path(0);
    }

    private static List<JsonNode> read() throws IOException {
        List<JsonNode> found = new ArrayList<>();
        ObjectMapper json = new ObjectMapper();
        String text = Files.readString(RepositoryRoot.resolve("ops/kubernetes/streams-app.yaml"));
        new Yaml(new SafeConstructor(new LoaderOptions()))
                .loadAll(text)
                .forEach(document -> found.add(json.valueToTree(document)));
        return found;
    }
}
