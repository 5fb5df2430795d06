package io.candlewick.checkup;

import io.candlewick.config.KafkaConnection;
import io.candlewick.local.StackAddresses;
import io.candlewick.local.StackException;
import io.candlewick.local.TopicCatalogue;
import java.util.ArrayList;
import java.util.List;

/** Whether the broker answers, and has the catalogue's topics with the catalogue's settings. */
record BrokerCheck(StackAddresses addresses) implements Checkup.Check {

    private static final String BROKER = "broker";
    private static final String TOPICS = "topics";

    @Override
    public List<Finding> look() throws InterruptedException {
        if (addresses.kafka().isEmpty()) {
            return List.of(Finding.skipped(BROKER, "no address is known"));
        }
        KafkaConnection kafka = addresses.kafka().get();
        try (TopicCatalogue catalogue = new TopicCatalogue(kafka)) {
            List<Finding> findings = new ArrayList<>();
            List<TopicCatalogue.Report> reports = catalogue.compare();
            findings.add(Finding.ok(BROKER, kafka.bootstrapServers() + " answers"));
            for (TopicCatalogue.Report topic : reports) {
                if (!topic.exists()) {
                    findings.add(Finding.fault(TOPICS, topic.name() + " is missing", "./candlewick setup creates it"));
                } else if (!topic.differences().isEmpty()) {
                    findings.add(Finding.warn(
                            TOPICS,
                            topic.name() + ": " + String.join("; ", topic.differences()),
                            "kafka-configs.sh --alter brings it in line, or change the catalogue"));
                }
            }
            if (findings.size() == 1) {
                findings.add(Finding.ok(TOPICS, reports.size() + " as the catalogue wants them"));
            }
            return findings;
        } catch (StackException away) {
            return List.of(
                    Finding.fault(BROKER, String.valueOf(away.getMessage()), "start it, or give --bootstrap-servers"));
        }
    }
}
