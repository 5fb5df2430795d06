package io.candlewick.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.contract.ContractSchemas;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class ColumnsTest {

    @Test
    void shouldNameColumnsOfTicksAsTheSchemaNamesFields() {
        List<String> lineage = List.of("lineage_topic", "lineage_partition", "lineage_offset");

        assertThat(new TickRow().columns())
                .containsExactlyElementsOf(Stream.concat(
                                fields(io.candlewick.avro.Tick.class).filter(name -> !name.equals("feed_status")),
                                lineage.stream())
                        .toList());
    }

    @Test
    void shouldNameColumnsOfBarsAsTheSchemaNamesFields() {
        List<String> lineage =
                List.of("lineage_topic", "lineage_partition", "lineage_first_offset", "lineage_last_offset");

        assertThat(new BarRow().columns())
                .containsExactlyElementsOf(Stream.concat(fields(io.candlewick.avro.Bar.class), lineage.stream())
                        .toList());
    }

    @Test
    void shouldNameColumnsOfCalendarEntriesAsTheSchemaNamesFieldsKeyFirst() {
        assertThat(new EventRow().columns())
                .startsWith(EventRow.KEY.toArray(new String[0]))
                .containsExactlyInAnyOrderElementsOf(
                        fields(io.candlewick.avro.EconomicEvent.class).toList());
    }

    @Test
    void shouldNameFixedColumnsOfIndicatorsAsTheSchemaNamesFields() {
        assertThat(new IndicatorRow(List.of("rsi_14")).columns())
                .containsExactlyElementsOf(Stream.concat(
                                fields(io.candlewick.avro.IndicatorSet.class).filter(name -> !name.equals("values")),
                                Stream.of("rsi_14"))
                        .toList());
    }

    private static Stream<String> fields(Class<? extends SpecificRecord> type) {
        return ContractSchemas.of(type).getFields().stream().map(Schema.Field::name);
    }
}
