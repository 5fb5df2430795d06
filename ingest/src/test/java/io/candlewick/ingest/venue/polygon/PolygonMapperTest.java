package io.candlewick.ingest.venue.polygon;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.AggressorSide;
import io.candlewick.ingest.feed.RejectCause;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PolygonMapperTest {

    private static final long RECEIVED = 1_704_067_200_123_456L;
    private static final Map<String, Symbol> SYMBOLS = Map.of(
            "EUR/USD", Symbol.of("EUR/USD"),
            "BTC-USD", Symbol.of("BTC/USD"),
            "AAPL", Symbol.of("AAPL"));

    private final List<Tick> ticks = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private final PolygonMapper mapper =
            new PolygonMapper("system", "polygon.forex", name -> Optional.ofNullable(SYMBOLS.get(name)));

    private void map(String frame) {
        mapper.map(frame, RECEIVED, new PolygonMapper.Listener() {
            @Override
            public void tick(Tick tick) {
                ticks.add(tick);
            }

            @Override
            public void status(String status, String message) {
                others.add(status + ": " + message);
            }

            @Override
            public void reject(RejectCause cause, String detail, String element) {
                others.add(cause.code() + ": " + detail + " <- " + element);
            }
        });
    }

    @Test
    void shouldReadAForexQuoteWithAllItsDigits() {
        map(
                "[{\"ev\":\"C\",\"p\":\"EUR/USD\",\"b\":0.958360440227192,\"a\":1.0852,\"i\":0,\"x\":48,\"t\":1704067200000}]");

        Tick expected = Tick.quote(
                        new Tick.Origin("system", "polygon.forex", RECEIVED),
                        Symbol.of("EUR/USD"),
                        1_704_067_200_000_000L,
                        0,
                        0.958360440227192,
                        1.0852)
                .at("48", null);
        assertThat(ticks).containsExactly(expected);
        assertThat(others).isEmpty();
    }

    @Test
    void shouldTakeAnExchangeAsTextAsWellAsANumber() {
        map("[{\"ev\":\"C\",\"p\":\"EUR/USD\",\"x\":\"44\",\"a\":1.0852,\"b\":1.085,\"t\":1704067200000}]");

        assertThat(ticks).extracting(Tick::venue).containsExactly("44");
    }

    @Test
    void shouldNumberQuotesOfTheSameMillisecondAsTheyCame() {
        String quote = "{\"ev\":\"C\",\"p\":\"EUR/USD\",\"x\":48,\"a\":1.0852,\"b\":1.085,\"t\":1704067200000}";

        map("[" + quote + "," + quote + "," + quote.replace("1704067200000", "1704067200001") + "]");

        assertThat(ticks).extracting(Tick::sequence).containsExactly(0L, 1L, 0L);
    }

    @Test
    void shouldReadACryptoTradeWithItsTaker() {
        map(
                "[{\"ev\":\"XT\",\"pair\":\"BTC-USD\",\"p\":33021.9,\"t\":1610462007425,\"s\":0.01616617,\"c\":[2],\"i\":14272084,\"x\":3,"
                        + "\"r\":1610462007576}]");

        Tick trade = ticks.get(0);
        assertThat(trade.symbol()).isEqualTo(Symbol.of("BTC/USD"));
        assertThat(trade.price()).isEqualTo(33021.9);
        assertThat(trade.size()).isEqualTo(0.01616617);
        assertThat(trade.aggressorSide()).isEqualTo(AggressorSide.BUY);
        assertThat(trade.tradeId()).isEqualTo("14272084");
        assertThat(trade.eventTimeUs()).isEqualTo(1_610_462_007_425_000L);
    }

    @Test
    void shouldReadAStockTradeWithoutConditionsAndWithFractionalShares() {
        map(
                "[{\"ev\":\"T\",\"sym\":\"AAPL\",\"x\":4,\"i\":\"12345\",\"z\":3,\"p\":114.125,\"s\":100,\"ds\":\"100.25\",\"t\":1536036818784,"
                        + "\"q\":3681328}]");

        Tick trade = ticks.get(0);
        assertThat(trade.size()).isEqualTo(100.25);
        assertThat(trade.sequence()).isEqualTo(3_681_328);
        assertThat(trade.conditions()).isNull();
    }

    @Test
    void shouldCountStockQuoteSizesInShares() {
        map(
                "[{\"ev\":\"Q\",\"sym\":\"AAPL\",\"bx\":4,\"bp\":114.125,\"bs\":100,\"ax\":7,\"ap\":114.128,\"as\":160,\"c\":0,\"i\":[604],"
                        + "\"t\":1536036818784,\"q\":50385480,\"z\":3}]");

        assertThat(ticks).extracting(Tick::bidSize).containsExactly(10_000.0);
        assertThat(ticks).extracting(Tick::askSize).containsExactly(16_000.0);
    }

    @Test
    void shouldKeepTheNeighboursOfABrokenElement() {
        map(
                "[{\"ev\":\"C\",\"p\":\"EUR/USD\",\"x\":48,\"a\":1.1,\"b\":1.0,\"t\":1704067200000}, {\"ev\":\"C\",\"p\":\"EUR/USD\",\"a\":\"n/a\","
                        + "\"b\":1.0,\"t\":1704067200001},null,42,{\"ev\":\"ZZ\"},{\"p\":\"EUR/USD\"},"
                        + "{\"ev\":\"C\",\"p\":\"EUR/USD\",\"a\":1.1,\"b\":1.0,\"t\":\"now\"},{\"ev\":\"C\",\"p\":\"GBP/USD\",\"a\":1.1,\"b\":1.0,\"t\":1},"
                        + "{\"ev\":\"C\",\"p\":\"EUR/USD\",\"x\":48,\"a\":1.2,\"b\":1.1,\"t\":1704067200002}]");

        assertThat(ticks).extracting(Tick::bid).containsExactly(1.0, 1.1);
        assertThat(others)
                .containsExactly(
                        "bad-number: a=\"n/a\" is no number <- {\"ev\":\"C\",\"p\":\"EUR/USD\",\"a\":\"n/a\",\"b\":1.0,\"t\":1704067200001}",
                        "malformed: the element is no object <- null",
                        "malformed: the element is no object <- 42",
                        "unknown-event: ev=ZZ is not read <- {\"ev\":\"ZZ\"}",
                        "missing-field: ev is missing <- {\"p\":\"EUR/USD\"}",
                        "bad-time: t=\"now\" is no time in milliseconds <- "
                                + "{\"ev\":\"C\",\"p\":\"EUR/USD\",\"a\":1.1,\"b\":1.0,\"t\":\"now\"}",
                        "not-subscribed: p=GBP/USD is not subscribed <- "
                                + "{\"ev\":\"C\",\"p\":\"GBP/USD\",\"a\":1.1,\"b\":1.0,\"t\":1}");
    }

    @Test
    void shouldKeepWhatStandsBeforeABreakInTheFrame() {
        map("[{\"ev\":\"C\",\"p\":\"EUR/USD\",\"x\":48,\"a\":1.1,\"b\":1.0,\"t\":1704067200000},{\"ev\":\"C\",\"p\":");

        assertThat(ticks).hasSize(1);
        assertThat(others).containsExactly("malformed: the rest of the frame is no JSON <- {\"ev\":\"C\",\"p\":");
    }

    @Test
    void shouldReadStatusesWhereverTheyStand() {
        map("[{\"ev\":\"status\",\"status\":\"success\",\"message\":\"authenticated\"},"
                + "{\"ev\":\"status\",\"status\":\"success\",\"message\":\"subscribed to: C.AUD/USD\"}]");

        assertThat(others).containsExactly("success: authenticated", "success: subscribed to: C.AUD/USD");
    }

    @Test
    void shouldRefuseAFrameThatIsNoArray() {
        map("{\"ev\":\"C\"}");
        map("<html>");

        assertThat(others)
                .containsExactly(
                        "malformed: the frame is no array <- {\"ev\":\"C\"}",
                        "malformed: the rest of the frame is no JSON <- <html>");
    }
}
