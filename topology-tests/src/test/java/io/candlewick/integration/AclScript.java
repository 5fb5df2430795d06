package io.candlewick.integration;

import io.candlewick.compose.RepositoryRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Runs {@code ops/security/kafka-acls.sh --print} and reads the rights that its calls would give. */
final class AclScript {

    private AclScript() {}

    static List<AclBinding> rights() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "sh",
                        RepositoryRoot.resolve("ops/security/kafka-acls.sh").toString(),
                        "--print")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
        List<AclBinding> rights = new ArrayList<>();
        said.lines().forEach(line -> rights.addAll(call(line)));
        return rights;
    }

    private static List<AclBinding> call(String line) {
        List<String> words = Arrays.asList(line.split(" ", -1));
        PatternType pattern = PatternType.fromString(
                upper(after(words, "--resource-pattern-type").get(0)));
        String principal = after(words, "--allow-principal").get(0);
        List<AclBinding> rights = new ArrayList<>();
        for (String option : List.of("--topic", "--group", "--transactional-id")) {
            ResourceType type = ResourceType.fromString(upper(option.substring(2)));
            for (String name : after(words, option)) {
                for (String operation : after(words, "--operation")) {
                    rights.add(new AclBinding(
                            new ResourcePattern(type, name, pattern),
                            new AccessControlEntry(principal, "*", operation(operation), AclPermissionType.ALLOW)));
                }
            }
        }
        return rights;
    }

    /** Kafka's tool writes {@code DescribeConfigs} where the protocol writes {@code DESCRIBE_CONFIGS}. */
    private static AclOperation operation(String name) {
        AclOperation operation = AclOperation.fromString(upper(name.replaceAll("([a-z])([A-Z])", "$1_$2")));
        if (operation.isUnknown()) {
            throw new IllegalArgumentException(name + " is no operation");
        }
        return operation;
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static List<String> after(List<String> words, String option) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i + 1 < words.size(); i++) {
            if (words.get(i).equals(option)) {
                values.add(words.get(i + 1));
            }
        }
        return values;
    }
}
