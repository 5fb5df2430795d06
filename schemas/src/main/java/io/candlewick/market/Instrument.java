package io.candlewick.market;

import io.candlewick.avro.AssetClass;
import io.candlewick.avro.EmptyBars;
import io.candlewick.avro.PriceBasis;
import java.time.Duration;
import java.util.Map;

/**
 * Reference data of one symbol. Every field is described in {@code Instrument.avsc}.
 *
 * @param tenant whose data
 * @param symbol the instrument
 * @param assetClass kind of instrument
 * @param priceBasis which ticks make its bars
 * @param pipSize size of a pip in price units, NaN where the market does not count in pips
 * @param priceScale decimals of a price as usually published; a hint
 * @param sizeScale decimals of a size as usually published; a hint
 * @param calendar where its days begin
 * @param grace how long after a bar's end its ticks may arrive without a correction
 * @param latenessHorizon how long after a bar's end a late tick still corrects it
 * @param sources the vendors' names of the symbol, by source
 * @param emptyBars what a bar without ticks becomes
 * @param quality which of its ticks are believed
 */
public record Instrument(
        String tenant,
        Symbol symbol,
        AssetClass assetClass,
        PriceBasis priceBasis,
        double pipSize,
        int priceScale,
        int sizeScale,
        TradingCalendar calendar,
        Duration grace,
        Duration latenessHorizon,
        Map<String, String> sources,
        EmptyBars emptyBars,
        QualityRules quality) {

    /** How long after a bar's end its ticks may still arrive, unless the instrument says otherwise. */
    public static final Duration DEFAULT_GRACE = Duration.ofSeconds(2);

    /** How long a closed bar can still be corrected by a late tick, unless the instrument says otherwise. */
    public static final Duration DEFAULT_LATENESS_HORIZON = Duration.ofHours(24);

    /* The record counts the grace in an int of milliseconds, and a bar that waits longer is of no use to anybody. */
    private static final Duration LONGEST_GRACE = Duration.ofDays(7);
    private static final int MAX_SCALE = 15;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if a scale, the pip, the grace or the horizon is out of bounds
     */
    public Instrument {
        if (priceScale < 0 || priceScale > MAX_SCALE || sizeScale < 0 || sizeScale > MAX_SCALE) {
            throw new IllegalArgumentException(symbol + ": price_scale=" + priceScale + " and size_scale=" + sizeScale
                    + " must be 0 to " + MAX_SCALE);
        }
        if (pipSize <= 0 || Double.isInfinite(pipSize)) {
            throw new IllegalArgumentException(symbol + ": pip_size=" + pipSize + " must be positive");
        }
        if (grace.isNegative() || grace.compareTo(LONGEST_GRACE) > 0 || latenessHorizon.compareTo(grace) < 0) {
            throw new IllegalArgumentException(symbol + ": grace=" + grace + " must not be negative, nor longer than "
                    + LONGEST_GRACE.toDays() + " days, nor exceed the lateness horizon=" + latenessHorizon);
        }
        sources = Map.copyOf(sources);
    }

    /**
     * An instrument without empty bars and without bands.
     *
     * @param tenant whose data
     * @param symbol the instrument
     * @param assetClass kind of instrument
     * @param priceBasis which ticks make its bars
     * @param pipSize size of a pip in price units, NaN where the market does not count in pips
     * @param priceScale decimals of a price as usually published
     * @param sizeScale decimals of a size as usually published
     * @param calendar where its days begin
     * @param grace how long after a bar's end its ticks may arrive without a correction
     * @param latenessHorizon how long after a bar's end a late tick still corrects it
     * @param sources the vendors' names of the symbol, by source
     */
    public Instrument(
            String tenant,
            Symbol symbol,
            AssetClass assetClass,
            PriceBasis priceBasis,
            double pipSize,
            int priceScale,
            int sizeScale,
            TradingCalendar calendar,
            Duration grace,
            Duration latenessHorizon,
            Map<String, String> sources) {
        this(
                tenant,
                symbol,
                assetClass,
                priceBasis,
                pipSize,
                priceScale,
                sizeScale,
                calendar,
                grace,
                latenessHorizon,
                sources,
                EmptyBars.NONE,
                QualityRules.USUAL);
    }

    /**
     * The same instrument for another tenant: what a tenant has not defined itself it takes from everybody's.
     *
     * @param owner whose data
     * @return this, or a copy
     */
    public Instrument ownedBy(String owner) {
        return owner.equals(tenant) ? this : copy(owner, calendar, emptyBars, quality);
    }

    /**
     * The same instrument on another calendar.
     *
     * @param other where its days begin
     * @return a copy
     */
    public Instrument on(TradingCalendar other) {
        return copy(tenant, other, emptyBars, quality);
    }

    /**
     * The same instrument with another policy for bars without ticks.
     *
     * @param policy what a bar without ticks becomes
     * @return a copy
     */
    public Instrument with(EmptyBars policy) {
        return copy(tenant, calendar, policy, quality);
    }

    /**
     * The same instrument with other rules for its ticks.
     *
     * @param rules which of its ticks are believed
     * @return a copy
     */
    public Instrument with(QualityRules rules) {
        return copy(tenant, calendar, emptyBars, rules);
    }

    private Instrument copy(String owner, TradingCalendar days, EmptyBars policy, QualityRules rules) {
        return new Instrument(
                owner,
                symbol,
                assetClass,
                priceBasis,
                pipSize,
                priceScale,
                sizeScale,
                days,
                grace,
                latenessHorizon,
                sources,
                policy,
                rules);
    }
}
