package io.candlewick.ingest.instrument;

import io.candlewick.avro.AssetClass;
import io.candlewick.avro.CrossedQuotes;
import io.candlewick.avro.EmptyBars;
import io.candlewick.avro.PriceBasis;
import io.candlewick.config.Settings;
import io.candlewick.market.Instrument;
import io.candlewick.market.QualityRules;
import io.candlewick.market.Symbol;
import io.candlewick.market.TradingCalendar;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns rows of an instrument file into instruments and notes every fault of every row. */
final class InstrumentRow {

    private static final List<String> REQUIRED = List.of("symbol", "asset_class", "price_basis", "price_scale");

    private final List<String> header;
    private final String tenant;
    private final List<String> faults;
    private String place = "";
    private String[] row = new String[0];

    InstrumentRow(String @Nullable [] header, String tenant, List<String> faults) {
        this.header = header == null ? List.of() : Arrays.asList(header);
        this.tenant = tenant;
        this.faults = faults;
        for (String column : REQUIRED) {
            if (!this.header.contains(column)) {
                faults.add("The header has no column " + column + "; it has " + String.join(", ", this.header));
            }
        }
    }

    Optional<Instrument> at(String where, String[] values) {
        place = where;
        row = values;
        int before = faults.size();
        Optional<Symbol> symbol = required("symbol", Symbol::of);
        Optional<AssetClass> assetClass = required("asset_class", oneOf(AssetClass.values()));
        Optional<PriceBasis> priceBasis = required("price_basis", oneOf(PriceBasis.values()));
        Optional<Integer> priceScale = required("price_scale", InstrumentRow::scale);
        double pipSize = optional("pip_size", Double.NaN, InstrumentRow::pip);
        int sizeScale = optional("size_scale", 0, InstrumentRow::scale);
        TradingCalendar calendar = optional("calendar", TradingCalendar.UTC, TradingCalendar::parse);
        Duration grace = optional("grace", Instrument.DEFAULT_GRACE, Settings::parseDuration);
        Duration horizon = optional("lateness_horizon", Instrument.DEFAULT_LATENESS_HORIZON, Settings::parseDuration);
        Map<String, String> sources = optional("sources", Map.of(), InstrumentRow::sources);
        EmptyBars emptyBars = optional("empty_bars", EmptyBars.NONE, oneOf(EmptyBars.values()));
        Optional<QualityRules> quality = quality();
        if (faults.size() > before || symbol.isEmpty() || quality.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Instrument(
                    tenant,
                    symbol.get(),
                    assetClass.orElseThrow(),
                    priceBasis.orElseThrow(),
                    pipSize,
                    priceScale.orElseThrow(),
                    sizeScale,
                    calendar,
                    grace,
                    horizon,
                    sources,
                    emptyBars,
                    quality.get()));
        } catch (IllegalArgumentException outOfBounds) {
            faults.add(place + ": " + outOfBounds.getMessage());
            return Optional.empty();
        }
    }

    private Optional<QualityRules> quality() {
        try {
            return Optional.of(new QualityRules(
                    optional("crossed_quotes", CrossedQuotes.FLAG, oneOf(CrossedQuotes.values())),
                    optional("max_spread", OptionalDouble.empty(), InstrumentRow::fraction),
                    optional("max_jump", OptionalDouble.empty(), InstrumentRow::fraction),
                    optional("jump_hold", QualityRules.DEFAULT_JUMP_HOLD, Integer::valueOf),
                    optional("max_staleness", Optional.empty(), text -> Optional.of(Settings.parseDuration(text)))));
        } catch (IllegalArgumentException outOfBounds) {
            faults.add(place + ": " + outOfBounds.getMessage());
            return Optional.empty();
        }
    }

    private Optional<String> text(String column) {
        int at = header.indexOf(column);
        return at < 0 || at >= row.length ? Optional.empty() : Optional.ofNullable(row[at]);
    }

    private <T> Optional<T> required(String column, Function<String, T> parse) {
        Optional<String> text = text(column);
        if (text.isEmpty()) {
            faults.add(place + ": " + column + " is empty");
            return Optional.empty();
        }
        return parsed(column, text.get(), parse);
    }

    private <T> T optional(String column, T fallback, Function<String, T> parse) {
        return text(column).flatMap(text -> parsed(column, text, parse)).orElse(fallback);
    }

    private <T> Optional<T> parsed(String column, String text, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(text));
        } catch (NumberFormatException notANumber) {
            faults.add(place + ": " + column + "='" + text + "' is not a number");
        } catch (IllegalArgumentException wrong) {
            faults.add(place + ": " + column + "='" + text + "': " + wrong.getMessage());
        }
        return Optional.empty();
    }

    private static <E extends Enum<E>> Function<String, E> oneOf(E[] values) {
        return text -> Arrays.stream(values)
                .filter(value -> value.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of " + Arrays.toString(values)));
    }

    private static Integer scale(String text) {
        return Integer.valueOf(text);
    }

    private static Double pip(String text) {
        return Double.valueOf(text);
    }

    private static OptionalDouble fraction(String text) {
        return OptionalDouble.of(Double.parseDouble(text));
    }

    private static Map<String, String> sources(String text) {
        Map<String, String> sources = new HashMap<>();
        for (String source : text.split(";", -1)) {
            int equals = source.indexOf('=');
            if (equals <= 0 || equals == source.length() - 1) {
                throw new IllegalArgumentException("must be name=symbol pairs separated by ;");
            }
            sources.put(
                    source.substring(0, equals).strip(),
                    source.substring(equals + 1).strip());
        }
        return sources;
    }
}
