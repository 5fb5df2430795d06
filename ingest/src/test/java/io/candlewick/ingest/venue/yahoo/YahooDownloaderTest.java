package io.candlewick.ingest.venue.yahoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.ingest.venue.CollectedBars;
import io.candlewick.ingest.venue.ScriptedVendor;
import io.candlewick.ingest.venue.SeriesRange;
import io.candlewick.market.Timeframe;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class YahooDownloaderTest {

    /* 2024-01-02T10:00Z. */
    private static final long TEN = 1_704_189_600L;
    private static final SeriesRange HOUR = range("2024-01-02T10:00:00Z", "2024-01-02T11:00:00Z");
    private static final String EMPTY =
            "{\"chart\":{\"result\":[{\"meta\":{},\"indicators\":{\"quote\":[{}]}}],\"error\":null}}";

    private final ScriptedVendor vendor;
    private final CollectedBars collected = new CollectedBars();

    YahooDownloaderTest() throws IOException {
        vendor = new ScriptedVendor();
    }

    @AfterEach
    void stop() {
        vendor.close();
    }

    @Test
    void shouldRoundWidenedFloatsSkipNullRowsAndTheLivePrice() throws Exception {
        vendor.answers(
                200,
                "{\"chart\":{\"result\":[{\"meta\":{\"priceHint\":4},\"timestamp\":[" + TEN + "," + (TEN + 60) + ","
                        + (TEN + 120) + "," + (TEN + 137) + "],\"indicators\":{\"quote\":[{"
                        + "\"open\":[1.1220825910568237,null,1.1,1.2],\"high\":[1.1230000257492065,null,1.1,1.2],"
                        + "\"low\":[1.121999979019165,null,1.1,1.2],\"close\":[1.1226999759674072,null,1.1,1.2],"
                        + "\"volume\":[0,null,null,0]}]}}],\"error\":null}}");

        downloader().download(HOUR, collected);

        assertThat(collected.rows())
                .containsExactly(
                        "2024-01-02T10:00:00Z 1.12208 1.123 1.122 1.1227 0.0 0 NaN",
                        "2024-01-02T10:02:00Z 1.1 1.1 1.1 1.1 0.0 0 NaN");
        assertThat(collected.rejects()).isEmpty();
    }

    @Test
    void shouldTakeAnEmptyWindowForNoBars() throws Exception {
        vendor.answers(200, EMPTY);

        downloader().download(HOUR, collected);

        assertThat(collected.bars()).isEmpty();
    }

    @Test
    void shouldAskForMinutesInPiecesOfSevenDays() throws Exception {
        vendor.answers(200, EMPTY).answers(200, EMPTY).answers(200, EMPTY);

        downloader().download(range("2024-01-01T00:00:00Z", "2024-01-16T00:00:00Z"), collected);

        assertThat(vendor.questions())
                .extracting(question -> question.replaceAll(".*period1=(\\d+)&period2=(\\d+).*", "$1 $2"))
                .containsExactly("1704067200 1704672000", "1704672000 1705276800", "1705276800 1705363200");
    }

    @Test
    void shouldSayWhatTheChartSays() {
        vendor.answers(
                422,
                "{\"chart\":{\"result\":null,\"error\":{\"code\":\"Unprocessable Entity\",\"description\":"
                        + "\"5m data not available\"}}}");

        assertThatThrownBy(() -> downloader().download(HOUR, collected))
                .hasMessageEndingWith("with 422: 5m data not available");
    }

    @Test
    void shouldRefuseWhatDoesNotFitACalendar() {
        assertThat(downloader().refusal(HOUR.instrument(), Timeframe.M1)).isEmpty();
        assertThat(downloader().refusal(HOUR.instrument(), Timeframe.D1)).isPresent();
        assertThat(downloader().refusal(HOUR.instrument(), Timeframe.H4)).isPresent();
    }

    private static SeriesRange range(String from, String to) {
        return CollectedBars.range("EUR/USD", "yahoo", "EURUSD=X", Timeframe.M1, from, to);
    }

    private YahooDownloader downloader() {
        return new YahooDownloader(vendor.base(), vendor.client(Map.of()));
    }
}
