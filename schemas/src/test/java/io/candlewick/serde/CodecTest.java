package io.candlewick.serde;

import static io.candlewick.market.fixtures.Fixtures.aBar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorColumn;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Tick;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

/** The hand-written codecs against Avro's own readers and writers. */
class CodecTest {

    private final TickCodec tickCodec = new TickCodec();
    private final BarCodec barCodec = new BarCodec();
    private final IndicatorCodec indicatorCodec = new IndicatorCodec();

    @Property
    void shouldWriteTicksAsAvroDoes(@ForAll("ticks") Tick tick) {
        GenericRecord reference = AvroReference.of(tickCodec.schema(), tick);

        assertThat(write(tickCodec, tick)).isEqualTo(AvroReference.bytes(reference));
    }

    @Property
    void shouldReadTheTicksAvroWrites(@ForAll("ticks") Tick tick) {
        byte[] bytes = AvroReference.bytes(AvroReference.of(tickCodec.schema(), tick));

        assertThat(read(tickCodec, bytes)).isEqualTo(tick);
    }

    @Property
    void shouldWriteTicksThatAvroReads(@ForAll("ticks") Tick tick) {
        GenericRecord read = AvroReference.read(tickCodec.schema(), write(tickCodec, tick));

        // Generic records compare by Avro's order, in which texts of other classes differ; their JSON does not.
        assertThat(read).hasToString(AvroReference.of(tickCodec.schema(), tick).toString());
    }

    @Property
    void shouldWriteBarsAsAvroDoes(@ForAll("bars") Bar bar) {
        GenericRecord reference = AvroReference.of(barCodec.schema(), bar);

        assertThat(write(barCodec, bar)).isEqualTo(AvroReference.bytes(reference));
    }

    @Property
    void shouldReadTheBarsAvroWrites(@ForAll("bars") Bar bar) {
        byte[] bytes = AvroReference.bytes(AvroReference.of(barCodec.schema(), bar));

        assertThat(read(barCodec, bytes)).isEqualTo(bar);
    }

    @Property
    void shouldWriteBarsThatAvroReads(@ForAll("bars") Bar bar) {
        GenericRecord read = AvroReference.read(barCodec.schema(), write(barCodec, bar));

        assertThat(read).hasToString(AvroReference.of(barCodec.schema(), bar).toString());
    }

    @Property
    void shouldAgreeWithTheGeneratedClasses(@ForAll("ticks") Tick tick, @ForAll("bars") Bar bar) {
        byte[] tickBytes = write(tickCodec, tick);
        byte[] barBytes = write(barCodec, bar);

        assertThat(rewritten(io.candlewick.avro.Tick.class, tickBytes)).isEqualTo(tickBytes);
        assertThat(rewritten(io.candlewick.avro.Bar.class, barBytes)).isEqualTo(barBytes);
    }

    @Property
    void shouldTakeANotANumberOfAnotherWriterForAbsent(@ForAll("ticks") Tick tick) {
        GenericRecord record = AvroReference.of(tickCodec.schema(), tick);
        record.put("bid", Double.NaN);

        assertThat(read(tickCodec, AvroReference.bytes(record)).bid()).isNaN();
    }

    @Property
    void shouldWriteIndicatorsAsAvroDoes(@ForAll("indicators") IndicatorValues set) {
        GenericRecord reference = AvroReference.of(indicatorCodec.schema(), set);

        assertThat(write(indicatorCodec, set)).isEqualTo(AvroReference.bytes(reference));
    }

    @Property
    void shouldReadBackTheIndicatorsThatArePresent(@ForAll("indicators") IndicatorValues set) {
        IndicatorValues read = read(indicatorCodec, write(indicatorCodec, set));

        assertThat(read.key()).isEqualTo(set.key());
        assertThat(read.barsSeen()).isEqualTo(set.barsSeen());
        assertThat(read.columns())
                .isEqualTo(set.columns().stream()
                        .filter(column -> Double.isFinite(set.value(column.name())))
                        .toList());
        assertThat(read.columns())
                .allSatisfy(column -> assertThat(read.value(column.name())).isEqualTo(set.value(column.name())));
    }

    @Test
    void shouldReadAMapThatAnotherWriterSplitIntoSizedBlocks() {
        IndicatorValues set = Samples.indicators(new java.util.Random(5));
        byte[] plain = write(indicatorCodec, set);
        GenericRecord reference = AvroReference.of(indicatorCodec.schema(), set);

        byte[] blocks = AvroReference.blockedBytes(reference);

        assertThat(blocks).isNotEqualTo(plain);
        assertThat(read(indicatorCodec, blocks)).isEqualTo(read(indicatorCodec, plain));
    }

    @Test
    void shouldGiveBarsOfEqualColumnsOneList() {
        IndicatorValues set = Samples.indicators(new java.util.Random(5));

        IndicatorValues first = read(indicatorCodec, write(indicatorCodec, set));

        assertThat(read(indicatorCodec, write(indicatorCodec, set)).columns()).isSameAs(first.columns());
    }

    @Property
    void shouldReadEachSetForItselfWhateverWasReadBefore(@ForAll("setsOfFewColumns") List<IndicatorValues> sets) {
        for (IndicatorValues set : sets) {
            byte[] bytes = write(indicatorCodec, set);

            assertThat(read(indicatorCodec, bytes)).isEqualTo(read(new IndicatorCodec(), bytes));
        }
    }

    @Property(tries = 30)
    void shouldRefuseASetThatEndsTooEarlyWhateverWasReadBefore(@ForAll("indicators") IndicatorValues set) {
        byte[] bytes = write(indicatorCodec, set);
        read(indicatorCodec, bytes);

        for (int length = 0; length < bytes.length; length += 7) {
            byte[] truncated = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> read(indicatorCodec, truncated)).isInstanceOf(SerializationException.class);
        }
    }

    @Test
    void shouldKeepASideThatLacksSomePrices() {
        Bar bar = aBar().quotes(new Ohlc(Double.NaN, 1.2, 1.1, 1.15), 0).build();

        assertThat(read(barCodec, write(barCodec, bar)).bid()).isEqualTo(new Ohlc(Double.NaN, 1.2, 1.1, 1.15));
    }

    @Test
    void shouldRefuseABarWhoseVersionContradictsItsSource() {
        GenericRecord record = AvroReference.of(barCodec.schema(), aBar().build());
        record.put("version", 7L);

        assertThatThrownBy(() -> read(barCodec, AvroReference.bytes(record)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining(
                        "bar system|EUR/USD|1m|2026-03-02T10:00:00Z says version 7, its source and revision"
                                + " make 21474836480");
    }

    @Property(tries = 30)
    void shouldNameThePlaceWhereATickBreaksOff(@ForAll("ticks") Tick tick) {
        byte[] bytes = write(tickCodec, tick);

        for (int length = 0; length < bytes.length; length++) {
            byte[] truncated = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> read(tickCodec, truncated))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageStartingWith("Broken Avro record: ")
                    .hasMessageEndingWith(" of " + length);
        }
    }

    @Test
    void shouldUseOneTextForABytesSeenBefore() {
        TextCache cache = new TextCache();
        byte[] twice = "EUR/USDEUR/USD".getBytes(java.nio.charset.StandardCharsets.UTF_8);

        String first = cache.get(twice, 0, 7);

        assertThat(cache.get(twice, 7, 7)).isSameAs(first).isEqualTo("EUR/USD");
        assertThat(cache.get(twice, 6, 7)).isEqualTo("DEUR/US");
    }

    @Property
    void shouldTellTextsApartThatShareASlot(@ForAll String one, @ForAll String other) {
        TextCache cache = new TextCache();
        for (String text : new String[] {one, other, one, other}) {
            byte[] utf8 = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            assertThat(cache.get(utf8, 0, utf8.length))
                    .isEqualTo(new String(utf8, java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    @Provide
    Arbitrary<Tick> ticks() {
        return Arbitraries.randomValue(Samples::tick);
    }

    @Provide
    Arbitrary<IndicatorValues> indicators() {
        return Arbitraries.randomValue(Samples::indicators);
    }

    /** Of few names, formulas and parameters, so that sets are often alike at their beginning only, or in all but a formula. */
    @Provide
    Arbitrary<List<IndicatorValues>> setsOfFewColumns() {
        Arbitrary<IndicatorColumn> column = Combinators.combine(
                        Arbitraries.of("rsi_14", "rsi_1", "ema_9"),
                        Arbitraries.of("a.v1", "a.v2"),
                        Arbitraries.of("", "n=1"))
                .as(IndicatorColumn::new);
        return Combinators.combine(
                        Arbitraries.randomValue(Samples::bar),
                        column.list().ofMaxSize(4).uniqueElements(IndicatorColumn::name))
                .as((bar, columns) -> new IndicatorValues(
                        IndicatorValues.Origin.of(bar),
                        7,
                        columns,
                        columns.stream().mapToDouble(each -> each.hashCode()).toArray()))
                .list()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<Bar> bars() {
        return Arbitraries.randomValue(Samples::bar);
    }

    private static <T> byte[] write(AvroCodec<T> codec, T value) {
        AvroWriter out = new AvroWriter();
        codec.write(value, out);
        return out.toBytes();
    }

    private static <T> T read(AvroCodec<T> codec, byte[] bytes) {
        AvroReader in = new AvroReader();
        in.read(bytes, 0);
        T value = codec.read(in);
        in.requireEnd();
        return value;
    }

    /** Bytes of a generated class that was read from the bytes. */
    private static <T extends org.apache.avro.specific.SpecificRecord> byte[] rewritten(Class<T> type, byte[] bytes) {
        SpecificCodec<T> codec = new SpecificCodec<>(type);
        return AvroReference.bytes(new SpecificDatumWriter<>(SpecificData.get().getSchema(type)), read(codec, bytes));
    }
}
