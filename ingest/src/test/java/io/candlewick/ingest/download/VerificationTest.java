package io.candlewick.ingest.download;

import static io.candlewick.market.fixtures.Fixtures.aBar;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.BarSource;
import io.candlewick.ingest.store.BarTable;
import io.candlewick.market.Bar;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerificationTest {

    private static final BarTable.Span SPAN =
            new BarTable.Span("system", Symbol.of("EUR/USD"), Timeframe.M1, 0, Long.MAX_VALUE);
    private static final Bar FIRST = bar(60_000_000L, 1.1, BarSource.VENDOR);
    private static final Bar SECOND = bar(120_000_000L, 1.2, BarSource.VENDOR);

    private final List<Bar> rows = new ArrayList<>();
    private final Verification verification = new Verification(new BarTable() {
        @Override
        public void read(Span span, Visitor visitor) {
            rows.forEach(bar -> visitor.row(
                    bar.key().startTimeUs(),
                    bar.price().open(),
                    bar.price().high(),
                    bar.price().low(),
                    bar.price().close(),
                    bar.volume(),
                    bar.version()));
        }

        @Override
        public long count(Span span) {
            return rows.size();
        }
    });
    private final PublishedBars published = new PublishedBars(List.of(FIRST, SECOND));

    @Test
    void shouldFindWhatWasPublishedInAnyOrder() throws Exception {
        rows.addAll(List.of(SECOND, FIRST));

        assertThat(verification.compare(SPAN, published)).isEqualTo(new Verification.Finding(2, 0, 2));
        assertThat(verification.compare(SPAN, 2, published.checksum()).isComplete())
                .isTrue();
    }

    @Test
    void shouldMissABarThatIsNotThereOrHasAnotherPrice() throws Exception {
        rows.addAll(List.of(FIRST, bar(120_000_000L, 1.3, BarSource.VENDOR)));

        assertThat(verification.compare(SPAN, published)).isEqualTo(new Verification.Finding(1, 0, 2));
        assertThat(verification.compare(SPAN, 2, published.checksum()).isComplete())
                .isFalse();
    }

    @Test
    void shouldTakeABetterBarForTheVendors() throws Exception {
        rows.addAll(List.of(FIRST, bar(120_000_000L, 1.3, BarSource.LIVE)));

        assertThat(verification.compare(SPAN, published)).isEqualTo(new Verification.Finding(1, 1, 2));
    }

    @Test
    void shouldNotTakeAnIncompleteLiveBarForTheVendors() throws Exception {
        rows.addAll(List.of(FIRST, bar(120_000_000L, 1.3, BarSource.LIVE).from(BarSource.LIVE, false)));

        assertThat(verification.compare(SPAN, published).isComplete()).isFalse();
    }

    private static Bar bar(long startUs, double price, BarSource source) {
        Bar any = aBar().build();
        return new Bar(
                        new io.candlewick.market.BarKey("system", Symbol.of("EUR/USD"), Timeframe.M1, startUs),
                        startUs + 60_000_000L,
                        new Ohlc(price, price, price, price),
                        null,
                        null,
                        4,
                        4,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        Bar.NO_TIME,
                        Bar.NO_TIME,
                        any.status(),
                        0,
                        null,
                        BarSource.VENDOR,
                        true)
                .from(source, true);
    }
}
