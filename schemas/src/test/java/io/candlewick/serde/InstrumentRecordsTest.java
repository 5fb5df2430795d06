package io.candlewick.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.AssetClass;
import io.candlewick.avro.CrossedQuotes;
import io.candlewick.avro.EmptyBars;
import io.candlewick.avro.PriceBasis;
import io.candlewick.market.Instrument;
import io.candlewick.market.QualityRules;
import io.candlewick.market.Symbol;
import io.candlewick.market.TradingCalendar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstrumentRecordsTest {

    @ParameterizedTest
    @ValueSource(doubles = {0.0001, Double.NaN})
    void shouldReadBackWhatItWrites(double pipSize) {
        Instrument instrument = new Instrument(
                "system",
                Symbol.of("EUR/USD"),
                AssetClass.FX,
                PriceBasis.QUOTE,
                pipSize,
                5,
                2,
                TradingCalendar.parse("America/New_York 17:00"),
                Duration.ofMillis(1500),
                Duration.ofDays(365),
                Map.of("polygon", "C:EURUSD"));

        assertThat(InstrumentRecords.fromRecord(InstrumentRecords.toRecord(instrument)))
                .isEqualTo(instrument);
        Instrument ruled = instrument
                .with(EmptyBars.FLAT)
                .with(new QualityRules(
                        CrossedQuotes.REJECT,
                        OptionalDouble.of(0.01),
                        OptionalDouble.of(0.05),
                        7,
                        Optional.of(Duration.ofSeconds(90))));
        assertThat(InstrumentRecords.fromRecord(InstrumentRecords.toRecord(ruled)))
                .isEqualTo(ruled);
        assertThat(InstrumentRecords.key("system", Symbol.of("EUR/USD"))).isEqualTo("system|EUR/USD");
    }

    @Test
    void shouldReadARecordFromBeforeTheRulesAsHavingTheUsualOnes() throws IOException {
        Schema released = new Schema.Parser()
                .parse(Path.of("src/test/resources/released/0.1/Instrument.avsc")
                        .toFile());
        GenericRecord old = new GenericRecordBuilder(released)
                .set("symbol", "EUR/USD")
                .set(
                        "asset_class",
                        new GenericData.EnumSymbol(
                                released.getField("asset_class").schema(), "FX"))
                .set(
                        "price_basis",
                        new GenericData.EnumSymbol(
                                released.getField("price_basis").schema(), "QUOTE"))
                .set("price_scale", 5)
                .build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(released).write(old, encoder);
        SpecificDatumReader<io.candlewick.avro.Instrument> reader =
                new SpecificDatumReader<>(released, io.candlewick.avro.Instrument.getClassSchema());

        Instrument read = InstrumentRecords.fromRecord(
                reader.read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null)));

        assertThat(read.emptyBars()).isEqualTo(EmptyBars.NONE);
        assertThat(read.quality()).isEqualTo(QualityRules.USUAL);
    }
}
