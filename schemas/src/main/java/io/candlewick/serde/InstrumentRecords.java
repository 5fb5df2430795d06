package io.candlewick.serde;

import io.candlewick.market.Instrument;
import io.candlewick.market.QualityRules;
import io.candlewick.market.Symbol;
import io.candlewick.market.TradingCalendar;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Turns instruments into the records of topic {@code instruments} and back. */
public final class InstrumentRecords {

    private InstrumentRecords() {}

    /**
     * Key of the record.
     *
     * @param tenant whose data
     * @param symbol the instrument
     * @return {@code tenant|symbol}
     */
    public static String key(String tenant, Symbol symbol) {
        return tenant + '|' + symbol.text();
    }

    /**
     * The record of an instrument.
     *
     * @param instrument the instrument
     * @return what the topic carries
     */
    public static io.candlewick.avro.Instrument toRecord(Instrument instrument) {
        QualityRules rules = instrument.quality();
        return io.candlewick.avro.Instrument.newBuilder()
                .setTenant(instrument.tenant())
                .setSymbol(instrument.symbol().text())
                .setAssetClass(instrument.assetClass())
                .setPriceBasis(instrument.priceBasis())
                .setPipSize(Double.isNaN(instrument.pipSize()) ? null : instrument.pipSize())
                .setPriceScale(instrument.priceScale())
                .setSizeScale(instrument.sizeScale())
                .setCalendar(instrument.calendar().id())
                .setGraceMs((int) instrument.grace().toMillis())
                .setLatenessHorizonMs(instrument.latenessHorizon().toMillis())
                .setSources(instrument.sources())
                .setEmptyBars(instrument.emptyBars())
                .setCrossedQuotes(rules.crossedQuotes())
                .setMaxSpread(nullable(rules.maxSpread()))
                .setMaxJump(nullable(rules.maxJump()))
                .setJumpHold(rules.jumpHold())
                .setMaxStalenessMs(rules.maxStaleness().map(Duration::toMillis).orElse(null))
                .build();
    }

    /**
     * The instrument of a record.
     *
     * @param record what the topic carries
     * @return the instrument
     * @throws IllegalArgumentException if a field is out of bounds
     */
    public static Instrument fromRecord(io.candlewick.avro.Instrument record) {
        Double pipSize = record.getPipSize();
        return new Instrument(
                record.getTenant(),
                Symbol.of(record.getSymbol()),
                record.getAssetClass(),
                record.getPriceBasis(),
                pipSize == null ? Double.NaN : pipSize,
                record.getPriceScale(),
                record.getSizeScale(),
                TradingCalendar.parse(record.getCalendar()),
                Duration.ofMillis(record.getGraceMs()),
                Duration.ofMillis(record.getLatenessHorizonMs()),
                record.getSources(),
                record.getEmptyBars(),
                new QualityRules(
                        record.getCrossedQuotes(),
                        optional(record.getMaxSpread()),
                        optional(record.getMaxJump()),
                        record.getJumpHold(),
                        Optional.ofNullable(record.getMaxStalenessMs()).map(Duration::ofMillis)));
    }

    private static @Nullable Double nullable(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static OptionalDouble optional(@Nullable Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
