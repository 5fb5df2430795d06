package io.candlewick.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private static final List<TopicSpec> MARKET_DATA = List.of(
            Topics.TICKS_LIVE,
            Topics.TICKS_HISTORY,
            Topics.BARS_VENDOR,
            Topics.BARS_REPAIR,
            Topics.BARS,
            Topics.BARS_FORMING,
            Topics.INDICATORS,
            Topics.INDICATORS_FORMING,
            Topics.TICKS_REJECTED);

    @Test
    void shouldNameEveryTopicOnce() {
        assertThat(Topics.ALL).extracting(TopicSpec::name).doesNotHaveDuplicates();
        assertThat(Topics.ALL).containsAll(MARKET_DATA);
    }

    @Test
    void shouldCatalogueEveryConstant() throws IllegalAccessException {
        for (var constant : Topics.class.getFields()) {
            if (constant.getType() == TopicSpec.class) {
                assertThat(Topics.ALL).as(constant.getName()).contains((TopicSpec) constant.get(null));
            }
        }
    }

    @Test
    void shouldGiveOneSymbolOnePartitionNumberEverywhere() {
        assertThat(MARKET_DATA).extracting(TopicSpec::partitions).containsOnly(Topics.DEFAULT_PARTITIONS);
    }

    @Test
    void shouldStampWhatIsDeletedByAgeWithTheTimeOfArrival() {
        assertThat(Topics.ALL)
                .filteredOn(topic -> topic.config().containsKey("retention.ms"))
                .hasSizeGreaterThan(MARKET_DATA.size())
                .allSatisfy(
                        topic -> assertThat(topic.config()).containsEntry("message.timestamp.type", "LogAppendTime"));
        assertThat(MARKET_DATA).allSatisfy(topic -> assertThat(topic.config()).containsKey("retention.ms"));
    }

    @Test
    void shouldKeepReferenceDataForEver() {
        assertThat(Topics.ALL)
                .filteredOn(TopicSpec::isCompacted)
                .extracting(TopicSpec::name)
                .containsExactlyInAnyOrder("backfill.ledger", "instruments", "subscriptions", "calendar.events");
        assertThat(Topics.ALL)
                .filteredOn(TopicSpec::isCompacted)
                .allSatisfy(topic -> assertThat(topic.config()).doesNotContainKey("retention.ms"));
    }

    @Test
    void shouldHaveASchemaForAllButDeadLetters() {
        assertThat(Topics.ALL)
                .filteredOn(topic -> topic.value().isEmpty())
                .extracting(TopicSpec::name)
                .allMatch(name -> name.endsWith(".dlq"));
    }

    @Test
    void shouldNameTheSubjectAfterTheTopic() {
        assertThat(Topics.BARS.valueSubject()).isEqualTo("bars-value");
    }

    @Test
    void shouldUseNamesEveryBrokerTakes() {
        assertThat(Topics.ALL).extracting(TopicSpec::name).allMatch(name -> name.matches("[a-z.-]{1,64}"));
        // Kafka's metric names do not tell '.' from '_', so no name may have both.
        assertThat(Set.copyOf(Topics.ALL.stream()
                        .map(topic -> topic.name().replace('.', '_'))
                        .toList()))
                .hasSize(Topics.ALL.size());
    }
}
