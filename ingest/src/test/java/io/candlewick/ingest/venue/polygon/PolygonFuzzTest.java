package io.candlewick.ingest.venue.polygon;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.ingest.feed.RejectCause;
import io.candlewick.ingest.fuzz.Junk;
import io.candlewick.ingest.fuzz.Tally;
import io.candlewick.ingest.venue.CollectedBars;
import io.candlewick.ingest.venue.SeriesRange;
import io.candlewick.ingest.venue.VendorBars;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.api.Test;

/** Whatever comes from the vendor, nothing is thrown, every element is taken or refused with a reason, and a broken one costs no other. */
class PolygonFuzzTest {

    private static final Tally FRAMES = new Tally("Polygon frames");
    private static final Tally ANSWERS = new Tally("Polygon answers");
    private static final long START_MS = 1_704_189_600_000L;
    private static final Map<String, Symbol> SYMBOLS = Map.of(
            "EUR/USD", Symbol.of("EUR/USD"),
            "BTC-USD", Symbol.of("BTC/USD"),
            "AAPL", Symbol.of("AAPL"));
    private static final List<String> ELEMENTS = List.of(
            "{\"ev\":\"C\",\"p\":\"EUR/USD\",\"b\":1.0850,\"a\":1.0852,\"i\":0,\"x\":48,\"t\":1704067200000}",
            "{\"ev\":\"XQ\",\"pair\":\"BTC-USD\",\"bp\":42000.1,\"bs\":0.5,\"ap\":42000.2,\"as\":1,\"t\":1704067200001,\"x\":1}",
            "{\"ev\":\"XT\",\"pair\":\"BTC-USD\",\"p\":42000,\"s\":0.1,\"c\":[2],\"i\":\"7\",\"t\":1704067200002,\"x\":1}",
            "{\"ev\":\"T\",\"sym\":\"AAPL\",\"x\":4,\"i\":\"1\",\"z\":3,\"p\":190.1,\"s\":10,\"c\":[0],\"t\":1704067200003,\"q\":9}",
            "{\"ev\":\"Q\",\"sym\":\"AAPL\",\"bx\":4,\"bp\":190,\"bs\":1,\"ax\":4,\"ap\":190.2,\"as\":2,\"c\":0,\"t\":1704067200004,\"q\":8}",
            "{\"ev\":\"status\",\"status\":\"connected\",\"message\":\"Connected Successfully\"}");

    private final PolygonMapper mapper =
            new PolygonMapper("system", "polygon", name -> Optional.ofNullable(SYMBOLS.get(name)));

    private static final class Counted implements PolygonMapper.Listener {

        private final List<Tick> ticks = new ArrayList<>();
        private int states;
        private int rejects;

        @Override
        public void tick(Tick tick) {
            ticks.add(tick);
        }

        @Override
        public void status(String status, String message) {
            states++;
        }

        @Override
        public void reject(RejectCause cause, String detail, String element) {
            assertThat(detail).isNotBlank();
            rejects++;
        }
    }

    @Property
    void shouldTakeOrRefuseEveryElementAndLoseNoNeighbour(@ForAll long seed) {
        Random random = new Random(seed);
        List<String> elements = new ArrayList<>();
        int whole = 0;
        for (int count = random.nextInt(8); count >= 0; count--) {
            String element = ELEMENTS.get(random.nextInt(ELEMENTS.size()));
            boolean damaged = random.nextBoolean();
            elements.add(
                    damaged ? random.nextInt(10) == 0 ? Junk.value(random) : Junk.object(element, random) : element);
            whole += damaged ? 0 : 1;
        }
        Counted counted = new Counted();

        mapper.map("[" + String.join(",", elements) + "]", 1, counted);

        FRAMES.input();
        FRAMES.taken(counted.ticks.size() + counted.states);
        FRAMES.refused(counted.rejects);
        assertThat(counted.ticks.size() + counted.states).isGreaterThanOrEqualTo(whole);
        assertThat(counted.ticks.size() + counted.states + counted.rejects).isEqualTo(elements.size());
        for (Tick tick : counted.ticks) {
            assertThat(tick.eventTimeUs()).isPositive();
        }
    }

    @Property
    void shouldOnlyRefuseFramesThatAreDamaged(@ForAll long seed) {
        Random random = new Random(seed);
        String frame = "[" + String.join(",", ELEMENTS) + "]";
        Counted counted = new Counted();

        mapper.map(
                new String(Junk.bytes(frame.getBytes(StandardCharsets.UTF_8), random), StandardCharsets.UTF_8),
                1,
                counted);

        FRAMES.input();
        FRAMES.taken(counted.ticks.size() + counted.states);
        FRAMES.refused(counted.rejects);
        assertThat(counted.ticks.size() + counted.states + counted.rejects).isPositive();
    }

    @Property
    void shouldLoseNoBarBesideARowThatIsNone(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        List<String> rows = new ArrayList<>();
        int whole = 0;
        for (int minute = 0; minute < 6; minute++) {
            String row = row(minute);
            boolean damaged = random.nextInt(3) == 0;
            rows.add(damaged ? random.nextInt(10) == 0 ? Junk.value(random) : Junk.object(row, random) : row);
            whole += damaged ? 0 : 1;
        }
        CollectedBars collected = new CollectedBars();

        PolygonAggregates.Page page = PolygonAggregates.read(
                answer(rows).getBytes(StandardCharsets.UTF_8), new VendorBars(range(), collected));

        ANSWERS.input();
        ANSWERS.taken(collected.bars().size());
        ANSWERS.refused(collected.rejects().size());
        assertThat(page.rows()).isEqualTo(rows.size());
        assertThat(collected.bars().size()).isGreaterThanOrEqualTo(whole);
    }

    @Property
    void shouldOnlyRefuseAnswersThatAreDamaged(@ForAll long seed) {
        byte[] body = answer(List.of(row(0), row(1), row(2))).getBytes(StandardCharsets.UTF_8);
        CollectedBars collected = new CollectedBars();
        ANSWERS.input();
        try {
            PolygonAggregates.read(Junk.bytes(body, new Random(seed)), new VendorBars(range(), collected));
        } catch (IOException refused) {
            ANSWERS.refused(1);
        }
        ANSWERS.taken(collected.bars().size());
    }

    @Test
    void shouldRefuseOnlyTheRowWhoseNumberIsTooGreat() throws IOException {
        for (String field : List.of("t", "n", "o", "v")) {
            String broken = row(1).replaceAll("\"" + field + "\":[0-9.]+", "\"" + field + "\":99999999999999999999");
            CollectedBars collected = new CollectedBars();

            PolygonAggregates.read(
                    answer(List.of(row(0), broken, row(2))).getBytes(StandardCharsets.UTF_8),
                    new VendorBars(range(), collected));

            assertThat(collected.bars()).as(field).hasSize(2);
            assertThat(collected.rejects()).as(field).hasSize(1);
        }
    }

    @AfterContainer
    static void tell() {
        FRAMES.print();
        ANSWERS.print();
    }

    private static String row(int minute) {
        return "{\"v\":10,\"vw\":1.1,\"o\":1.1,\"c\":1.1,\"h\":1.2,\"l\":1.0,\"t\":" + (START_MS + minute * 60_000L)
                + ",\"n\":3}";
    }

    private static String answer(List<String> rows) {
        return "{\"ticker\":\"C:EURUSD\",\"status\":\"OK\",\"results\":[" + String.join(",", rows) + "]}";
    }

    private static SeriesRange range() {
        return CollectedBars.range(
                "EUR/USD", "polygon", "C:EURUSD", Timeframe.M1, "2024-01-02T10:00:00Z", "2024-01-02T11:00:00Z");
    }
}
