package io.candlewick.ingest.venue.alpaca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.ingest.venue.CollectedBars;
import io.candlewick.ingest.venue.ScriptedVendor;
import io.candlewick.ingest.venue.SeriesRange;
import io.candlewick.market.Timeframe;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AlpacaDownloaderTest {

    private static final SeriesRange STOCK =
            CollectedBars.range("IBM", "alpaca", "IBM", Timeframe.M1, "2024-01-02T15:00:00Z", "2024-01-02T16:00:00Z");

    private final ScriptedVendor vendor;
    private final CollectedBars collected = new CollectedBars();

    AlpacaDownloaderTest() throws IOException {
        vendor = new ScriptedVendor();
    }

    @AfterEach
    void stop() {
        vendor.close();
    }

    @Test
    void shouldFollowPageTokensThoughAPageIsShortOrEmpty() throws Exception {
        vendor.answers(200, "{\"bars\":{},\"next_page_token\":\"a=\"}")
                .answers(
                        200,
                        "{\"bars\":{\"MSFT\":[{\"t\":\"x\"}],\"IBM\":[{\"t\":\"2024-01-02T15:00:00Z\",\"o\":160.1,"
                                + "\"h\":160.5,\"l\":160,\"c\":160.2,\"v\":1200,\"n\":17,\"vw\":160.21}]},"
                                + "\"next_page_token\":\"b\"}")
                .answers(200, "{\"bars\":null,\"next_page_token\":null}");

        downloader().download(STOCK, collected);

        assertThat(collected.rows()).containsExactly("2024-01-02T15:00:00Z 160.1 160.5 160.0 160.2 1200.0 17 160.21");
        assertThat(vendor.questions().get(1))
                .startsWith("/v2/stocks/bars?symbols=IBM&timeframe=1Min&start=2024-01-02T15%3A00%3A00Z"
                        + "&end=2024-01-02T15%3A59%3A59.999999Z&limit=10000&sort=asc&adjustment=raw&feed=iex"
                        + "&page_token=a%3D");
    }

    @Test
    void shouldEncodeTheSlashOfACryptoPair() throws Exception {
        vendor.answers(200, "{\"bars\":{},\"next_page_token\":null}");

        downloader()
                .download(
                        CollectedBars.range(
                                "BTC/USD",
                                "alpaca",
                                "BTC/USD",
                                Timeframe.H1,
                                "2024-01-02T15:00:00Z",
                                "2024-01-02T16:00:00Z"),
                        collected);

        assertThat(vendor.questions().get(0)).startsWith("/v1beta3/crypto/us/bars?symbols=BTC%2FUSD&timeframe=1Hour&");
    }

    @Test
    void shouldSayWhatAnErrorSaysInJsonOrInPlainText() {
        vendor.answers(403, "{\"code\":40310000,\"message\":\"subscription does not permit querying recent SIP data\"}")
                .answers(401, "forbidden");

        assertThatThrownBy(() -> downloader().download(STOCK, collected))
                .hasMessageEndingWith("with 403: subscription does not permit querying recent SIP data");
        assertThatThrownBy(() -> downloader().download(STOCK, collected)).hasMessageEndingWith("with 401");
    }

    @Test
    void shouldRejectARowWithoutATime() throws Exception {
        String row = "{\"t\":\"yesterday\",\"o\":1,\"h\":1,\"l\":1,\"c\":1,\"v\":1}";
        vendor.answers(200, "{\"bars\":{\"IBM\":[" + row + "]},\"next_page_token\":null}");

        downloader().download(STOCK, collected);

        assertThat(collected.rejects()).containsExactly("INCOMPLETE " + row);
    }

    private AlpacaDownloader downloader() {
        return new AlpacaDownloader(vendor.base(), vendor.client(Map.of()), "iex", Duration.ofDays(3650));
    }
}
