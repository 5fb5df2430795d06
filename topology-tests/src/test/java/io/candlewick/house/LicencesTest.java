package io.candlewick.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candlewick.compose.RepositoryRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever we ship has a licence that {@code ops/security/licences.txt} allows. */
class LicencesTest {

    private final Set<String> allowed = Files.readAllLines(RepositoryRoot.resolve("ops/security/licences.txt")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .collect(Collectors.toCollection(TreeSet::new));

    LicencesTest() throws IOException {}

    @ParameterizedTest
    @ValueSource(strings = {"streams-app", "connectors", "local"})
    void shouldShipOnlyWhatIsAllowed(String module) throws IOException {
        Path list = RepositoryRoot.resolve(module + "/target/bom.json");
        assumeTrue(Files.exists(list), list + " is made by mvn package");
        List<String> unknown = new ArrayList<>();
        int components = 0;

        for (JsonNode component : new ObjectMapper().readTree(list.toFile()).path("components")) {
            components++;
            String name = component.path("group").asText() + ":"
                    + component.path("name").asText();
            Set<String> licences = licences(component);
            boolean stated = allowed.stream().anyMatch(line -> line.startsWith(name + " "));
            if (!name.startsWith("io.candlewick:")
                    && !stated
                    && licences.stream().noneMatch(allowed::contains)) {
                unknown.add(name + ":" + component.path("version").asText() + " " + licences);
            }
        }

        assertThat(components).isGreaterThan(10);
        assertThat(unknown)
                .as("components of %s with a licence that ops/security/licences.txt does not allow", module)
                .isEmpty();
    }

    private static Set<String> licences(JsonNode component) {
        Set<String> licences = new TreeSet<>();
        for (JsonNode licence : component.path("licenses")) {
            licences.add(licence.at("/license/id").asText());
            licences.add(licence.at("/license/name").asText());
            for (String part : licence.path("expression").asText().split(" OR ", -1)) {
                licences.add(part.replace("(", "").replace(")", "").strip());
            }
        }
        licences.remove("");
        return licences;
    }
}
