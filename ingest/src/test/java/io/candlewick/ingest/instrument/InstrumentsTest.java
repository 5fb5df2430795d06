package io.candlewick.ingest.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.avro.AssetClass;
import io.candlewick.avro.CrossedQuotes;
import io.candlewick.avro.EmptyBars;
import io.candlewick.avro.PriceBasis;
import io.candlewick.ingest.generate.MarketGenerator;
import io.candlewick.market.Instrument;
import io.candlewick.market.QualityRules;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstrumentsTest {

    @TempDir
    Path folder;

    private final InstrumentCatalog catalog = new InstrumentCatalog(Instruments.bundled("system"));

    @Test
    void shouldKnowTheSymbolsOfTheDemoAndOfTheSampleFiles() {
        assertThat(catalog.all()).hasSize(21);
        assertThat(MarketGenerator.symbols())
                .allSatisfy(symbol ->
                        assertThat(catalog.find("system", symbol).priceBasis()).isEqualTo(PriceBasis.QUOTE));
        assertThat(catalog.find("system", Symbol.of("XRP/ETH")).priceBasis()).isEqualTo(PriceBasis.TRADE);
        assertThat(catalog.find("system", Symbol.of("IBM")).pipSize()).isNaN();
    }

    @Test
    void shouldKnowWhenTheMarketsOfItsSymbolsAreOpen() {
        long sundayUs = Times.us(Instant.parse("2026-06-21T12:00:00Z"));

        assertThat(catalog.find("system", Symbol.of("EUR/USD")).calendar().isOpen(sundayUs))
                .isFalse();
        assertThat(catalog.find("system", Symbol.of("IBM")).calendar().isOpen(sundayUs))
                .isFalse();
        assertThat(catalog.find("system", Symbol.of("BTC/USD")).calendar().isOpen(sundayUs))
                .isTrue();
        assertThat(catalog.find("system", Symbol.of("EUR/USD")).calendar().startOf(Timeframe.D1, sundayUs))
                .isEqualTo(Times.us(Instant.parse("2026-06-21T00:00:00Z")));
    }

    @Test
    void shouldCountPipsPerInstrument() {
        assertThat(catalog.find("system", Symbol.of("EUR/USD")).pipSize()).isEqualTo(0.0001);
        assertThat(catalog.find("system", Symbol.of("USD/JPY")).pipSize()).isEqualTo(0.01);
        assertThat(catalog.find("system", Symbol.of("XAU/USD")).pipSize()).isEqualTo(0.01);
        assertThat(catalog.find("system", Symbol.of("BTC/USD")).pipSize()).isEqualTo(1);
    }

    @Test
    void shouldReadAUsersFile() throws IOException {
        Path file = write("""
                symbol,price_basis,asset_class,price_scale,calendar,grace,lateness_horizon,pip_size,size_scale,sources
                EUR/HUF,QUOTE,FX,3,America/New_York 17:00,5s,7d,0.01,0,"polygon=C:EURHUF; oanda=EUR_HUF"
                SOL/USD,TRADE,CRYPTO,2,,,,,,
                """);

        List<Instrument> instruments = Instruments.read(file, "desk");

        assertThat(instruments)
                .containsExactly(
                        new Instrument(
                                "desk",
                                Symbol.of("EUR/HUF"),
                                AssetClass.FX,
                                PriceBasis.QUOTE,
                                0.01,
                                3,
                                0,
                                instruments.get(0).calendar(),
                                Duration.ofSeconds(5),
                                Duration.ofDays(7),
                                Map.of("polygon", "C:EURHUF", "oanda", "EUR_HUF")),
                        new Instrument(
                                "desk",
                                Symbol.of("SOL/USD"),
                                AssetClass.CRYPTO,
                                PriceBasis.TRADE,
                                Double.NaN,
                                2,
                                0,
                                TradingCalendar.UTC,
                                Duration.ofSeconds(2),
                                Duration.ofHours(24),
                                Map.of()));
        assertThat(instruments.get(0).calendar().id()).isEqualTo("America/New_York 17:00");
    }

    @Test
    void shouldReadTheRulesOfAnInstrument() throws IOException {
        Path file = write("""
                symbol,asset_class,price_basis,price_scale,empty_bars,crossed_quotes,max_spread,max_jump,jump_hold,max_staleness
                EUR/HUF,FX,QUOTE,3,FLAT,REJECT,0.01,0.05,7,90s
                SOL/USD,CRYPTO,TRADE,2,,,,,,
                """);

        List<Instrument> instruments = Instruments.read(file, "desk");

        assertThat(instruments.get(0).emptyBars()).isEqualTo(EmptyBars.FLAT);
        assertThat(instruments.get(0).quality())
                .isEqualTo(new QualityRules(
                        CrossedQuotes.REJECT,
                        OptionalDouble.of(0.01),
                        OptionalDouble.of(0.05),
                        7,
                        Optional.of(Duration.ofSeconds(90))));
        assertThat(instruments.get(1).emptyBars()).isEqualTo(EmptyBars.NONE);
        assertThat(instruments.get(1).quality()).isEqualTo(QualityRules.USUAL);
    }

    @Test
    void shouldListTheFaultsOfTheRules() throws IOException {
        Path file = write("""
                symbol,asset_class,price_basis,price_scale,empty_bars,crossed_quotes,max_spread,max_jump,jump_hold,max_staleness
                EUR/HUF,FX,QUOTE,3,SOME,DROP,wide,,few,90
                SOL/USD,CRYPTO,TRADE,2,,,-0.01,,,
                BTC/EUR,CRYPTO,TRADE,2,,,,,0,
                """);

        assertThatThrownBy(() -> Instruments.read(file, "system"))
                .isInstanceOf(InstrumentException.class)
                .message()
                .satisfies(message -> assertThat(message.lines())
                        .containsExactly(
                                file + ":2: empty_bars='SOME': must be one of [NONE, FLAT]",
                                file + ":2: crossed_quotes='DROP': must be one of [FLAG, COUNT, REJECT]",
                                file + ":2: max_spread='wide' is not a number",
                                file + ":2: jump_hold='few' is not a number",
                                file + ":2: max_staleness='90': must be a duration such as 250ms, 5s, 10m, 24h or 7d",
                                file + ":3: max_spread=-0.01 must be a positive fraction such as 0.01",
                                file + ":4: jump_hold=0 must be from 1 to 10000"));
    }

    @Test
    void shouldListEveryFaultWithItsLine() throws IOException {
        Path file = write("""
                symbol,asset_class,price_basis,price_scale,pip_size,grace
                EUR|USD,FX,QUOTE,5,,
                EUR/USD,FOREX,MID,five,x,soon
                GBP/USD,FX,QUOTE,,,
                USD/JPY,FX,QUOTE,3,-1,
                USD/CHF,FX,QUOTE,5,,
                USD/CHF,FX,QUOTE,5,,
                """);

        assertThatThrownBy(() -> Instruments.read(file, "system"))
                .isInstanceOf(InstrumentException.class)
                .message()
                .satisfies(message -> assertThat(message.lines())
                        .containsExactly(
                                file
                                        + ":2: symbol='EUR|USD': symbol='EUR|USD' must be 1 to 32 letters, digits or ./_:=^-",
                                file + ":3: asset_class='FOREX': must be one of [FX, METAL, CRYPTO, EQUITY, INDEX]",
                                file + ":3: price_basis='MID': must be one of [QUOTE, TRADE]",
                                file + ":3: price_scale='five' is not a number",
                                file + ":3: pip_size='x' is not a number",
                                file + ":3: grace='soon': must be a duration such as 250ms, 5s, 10m, 24h or 7d",
                                file + ":4: price_scale is empty",
                                file + ":5: USD/JPY: pip_size=-1.0 must be positive",
                                file + ":7: symbol=USD/CHF stands there twice"));
    }

    @Test
    void shouldNameTheColumnsThatAreMissing() throws IOException {
        Path file = write("symbol,price_scale\nEUR/USD,5\n");

        assertThatThrownBy(() -> Instruments.read(file, "system"))
                .hasMessageContaining("The header has no column asset_class; it has symbol, price_scale");
    }

    @Test
    void shouldSayThatAFileIsMissing() {
        assertThatThrownBy(() -> Instruments.read(folder.resolve("none.csv"), "system"))
                .hasMessage("Instrument file " + folder.resolve("none.csv") + " does not exist");
    }

    @Test
    void shouldAnswerAnUnknownSymbolWithNearOnes() {
        assertThatThrownBy(() -> catalog.find("system", Symbol.of("EURUSD")))
                .hasMessage("Symbol 'EURUSD' is not an instrument of tenant 'system': did you mean EUR/USD?");
        assertThatThrownBy(() -> catalog.find("system", Symbol.of("C:GBPJPY")))
                .hasMessageEndingWith("did you mean GBP/JPY?");
        assertThatThrownBy(() -> catalog.find("system", Symbol.of("EUR/UDS")))
                .hasMessageContaining("did you mean EUR/USD");
        assertThatThrownBy(() -> catalog.find("system", Symbol.of("QQQQQQQQ")))
                .hasMessageEndingWith("add it by ./candlewick instruments FILE");
    }

    @Test
    void shouldShareEverybodysInstrumentsUnlessATenantHasItsOwn() {
        Instrument own = Instruments.bundled("desk").get(0);
        InstrumentCatalog both = new InstrumentCatalog(
                java.util.stream.Stream.concat(catalog.all().stream(), java.util.stream.Stream.of(own))
                        .toList());

        assertThat(both.find("desk", own.symbol()).tenant()).isEqualTo("desk");
        assertThat(both.find("desk", Symbol.of("SPY")).tenant()).isEqualTo("system");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("instruments.csv"), text);
    }
}
