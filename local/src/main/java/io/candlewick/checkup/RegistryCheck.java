package io.candlewick.checkup;

import io.candlewick.contract.TopicSpec;
import io.candlewick.contract.Topics;
import io.candlewick.local.StackAddresses;
import io.candlewick.serde.RegistryException;
import io.candlewick.serde.SchemaRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether the registry answers and has a subject for the values of every topic. */
record RegistryCheck(StackAddresses addresses) implements Checkup.Check {

    private static final String REGISTRY = "registry";

    @Override
    public List<Finding> look() {
        if (addresses.registry().isEmpty()) {
            return List.of(Finding.skipped(REGISTRY, "no address is known"));
        }
        try {
            Set<String> subjects =
                    new HashSet<>(new SchemaRegistry(addresses.registry().get()).subjects());
            List<String> missing = Topics.ALL.stream()
                    .filter(topic -> topic.value().isPresent())
                    .map(TopicSpec::name)
                    .map(name -> name + "-value")
                    .filter(subject -> !subjects.contains(subject))
                    .toList();
            return List.of(
                    missing.isEmpty()
                            ? Finding.ok(REGISTRY, subjects.size() + " subjects, none is missing")
                            : Finding.fault(
                                    REGISTRY,
                                    "has no subject " + String.join(", ", missing),
                                    "./candlewick setup registers them"));
        } catch (RegistryException away) {
            return List.of(Finding.fault(
                    REGISTRY, String.valueOf(away.getMessage()), "start it, or give --schema-registry-url"));
        }
    }
}
