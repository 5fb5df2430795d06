package io.candlewick.streams.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.BarStatus;
import io.candlewick.contract.ContractSchemas;
import io.candlewick.market.Bar;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SeriesArrowTest {

    @Test
    void shouldBeReadBackByArrowWithEveryFieldAndWhatIsAbsentAsNull() throws Exception {
        Bar first = ExampleSeries.bar(0, BarStatus.FINAL);
        Bar second = ExampleSeries.bar(1, BarStatus.CORRECTED);
        SeriesAnswer answer = SeriesAnswer.of(
                new TierAnswer("state", 0, List.of(first, second), List.of(ExampleSeries.values(second, 2))), Map.of());

        try (BufferAllocator allocator = new RootAllocator();
                ArrowStreamReader reader =
                        new ArrowStreamReader(new ByteArrayInputStream(written(answer)), allocator)) {
            VectorSchemaRoot rows = reader.getVectorSchemaRoot();
            assertThat(reader.loadNextBatch()).isTrue();

            assertThat(rows.getRowCount()).isEqualTo(2);
            assertThat(rows.getSchema().getCustomMetadata())
                    .containsEntry("candlewick.tier", "state")
                    .containsEntry("candlewick.complete", "true");
            assertThat(rows.getVector("symbol").getObject(0)).hasToString("EUR/USD");
            assertThat(((TimeStampMicroTZVector) rows.getVector("start_time")).get(1))
                    .isEqualTo(ExampleSeries.START_US + ExampleSeries.MINUTE_US);
            assertThat(((Float8Vector) rows.getVector("close")).get(0)).isEqualTo(1.2);
            assertThat(((Float8Vector) rows.getVector("bid_high")).get(0)).isEqualTo(1.25);
            assertThat(rows.getVector("ask_open").isNull(0)).isTrue();
            assertThat(rows.getVector("last_tick_time").isNull(0)).isTrue();
            assertThat(((BigIntVector) rows.getVector("version")).get(1)).isEqualTo(second.version());
            assertThat(rows.getVector("cause").isNull(0)).isTrue();
            assertThat(rows.getVector("cause").getObject(1)).hasToString("LATE_TICK");
            assertThat(rows.getVector("sma_2").isNull(0)).isTrue();
            assertThat(((Float8Vector) rows.getVector("sma_2")).get(1)).isEqualTo(3.0);
            assertThat(rows.getVector("rsi_14").isNull(1)).isTrue();
            assertThat(reader.loadNextBatch()).isFalse();
        }
    }

    @Test
    void shouldHaveTheFieldsOfTheContractInTheirOrder() {
        assertThat(ArrowColumn.OF_BARS.stream().map(ArrowColumn::field).map(Field::getName))
                .containsExactlyElementsOf(ContractSchemas.of(io.candlewick.avro.Bar.class).getFields().stream()
                        .map(Schema.Field::name)
                        .toList());
    }

    @Test
    void shouldHaveTheFieldsOfTheOtherFormats() {
        assertThat(BarField.ALL.stream().map(BarField::text))
                .containsExactlyElementsOf(ArrowColumn.OF_BARS.stream()
                        .map(column -> column.field().getName())
                        .toList());
    }

    @Test
    void shouldWriteManyBarsInBatches() throws Exception {
        List<Bar> bars = IntStream.range(0, 10_000)
                .mapToObj(minute -> ExampleSeries.bar(minute, BarStatus.FINAL))
                .toList();

        int rows = 0;
        int batches = 0;
        try (BufferAllocator allocator = new RootAllocator();
                ArrowStreamReader reader = new ArrowStreamReader(
                        new ByteArrayInputStream(
                                written(SeriesAnswer.of(new TierAnswer("state", 0, bars, List.of()), Map.of()))),
                        allocator)) {
            while (reader.loadNextBatch()) {
                rows += reader.getVectorSchemaRoot().getRowCount();
                batches++;
            }
        }
        assertThat(rows).isEqualTo(10_000);
        assertThat(batches).isEqualTo(3);
    }

    private static byte[] written(SeriesAnswer answer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SeriesArrow.bars(ExampleSeries.WITH_INDICATORS, answer, out);
        return out.toByteArray();
    }
}
