package io.candlewick.ingest.venue.polygon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.ingest.venue.CollectedBars;
import io.candlewick.ingest.venue.ScriptedVendor;
import io.candlewick.ingest.venue.SeriesRange;
import io.candlewick.ingest.venue.VendorException;
import io.candlewick.market.Timeframe;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolygonDownloaderTest {

    /* 2024-01-02T10:00Z, a Tuesday. */
    private static final long TEN = 1_704_189_600_000L;
    private static final SeriesRange HOUR = CollectedBars.range(
            "EUR/USD", "polygon", "C:EURUSD", Timeframe.M1, "2024-01-02T10:00:00Z", "2024-01-02T11:00:00Z");

    private final ScriptedVendor vendor;
    private final CollectedBars collected = new CollectedBars();

    PolygonDownloaderTest() throws IOException {
        vendor = new ScriptedVendor();
    }

    @AfterEach
    void stop() {
        vendor.close();
    }

    @Test
    void shouldAskForTheSpanInMillisecondsWithTheKeyInTheHeader() throws Exception {
        vendor.answers(200, "{\"status\":\"OK\",\"resultsCount\":0}");

        download(HOUR);

        assertThat(vendor.questions())
                .containsExactly("/v2/aggs/ticker/C%3AEURUSD/range/1/minute/1704189600000/1704193199999"
                        + "?adjusted=true&sort=asc&limit=50000 [Bearer secret-key]");
    }

    @Test
    void shouldReadEveryFieldOfABar() throws Exception {
        vendor.answers(
                200,
                "{\"ticker\":\"C:EURUSD\",\"queryCount\":2,\"resultsCount\":2,\"adjusted\":true,\"results\":["
                        + "{\"v\":4.0,\"vw\":1.0951,\"o\":1.095,\"c\":1.0952,\"h\":1.0953,\"l\":1.0949,\"t\":" + TEN
                        + ",\"n\":4},{\"v\":642.5,\"o\":1.0952,\"c\":9.5E-1,\"h\":1.0952,\"l\":9.5E-1,\"t\":"
                        + (TEN + 60_000) + ".0,\"otc\":true}],"
                        + "\"status\":\"OK\",\"request_id\":\"x\",\"count\":2,\"new_key\":{\"a\":[1]}}");

        download(HOUR);

        assertThat(collected.rows())
                .containsExactly(
                        "2024-01-02T10:00:00Z 1.095 1.0953 1.0949 1.0952 4.0 4 1.0951",
                        "2024-01-02T10:01:00Z 1.0952 1.0952 0.95 0.95 642.5 0 NaN");
        assertThat(collected.bars().get(0).rangePips()).isEqualTo(4.0);
        assertThat(collected.bars().get(0).bodyPips()).isEqualTo(2.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":\"OK\",\"resultsCount\":0}",
                "{\"results\":null,\"status\":\"OK\"}",
                "{\"results\":[],\"status\":\"DELAYED\"}",
                "{\"status\":\"success\",\"results\":[]}"
            })
    void shouldTakeEveryShapeOfAnEmptyAnswerForNoBars(String body) throws Exception {
        vendor.answers(200, body);

        download(HOUR);

        assertThat(collected.bars()).isEmpty();
    }

    @Test
    void shouldFollowPagesOnItsOwnHostWhateverHostTheyNameOfTheVendors() throws Exception {
        vendor.answers(200, page(TEN, "https://api.polygon.io/v2/aggs/next?cursor=one"))
                .answers(200, page(TEN + 60_000, "https://api.massive.com/v2/aggs/next?cursor=two"))
                .answers(200, page(TEN + 120_000, null));

        download(HOUR);

        assertThat(collected.bars()).hasSize(3);
        assertThat(vendor.questions().get(2)).isEqualTo("/v2/aggs/next?cursor=two [Bearer secret-key]");
    }

    @Test
    void shouldNotSendTheKeyToAnotherHost() {
        vendor.answers(200, page(TEN, "https://example.com/v2/aggs/next?cursor=one"));

        assertThatThrownBy(() -> download(HOUR)).hasMessageContaining("the key is not sent there");
        assertThat(vendor.questions()).hasSize(1);
    }

    @Test
    void shouldStopWherePagesLeadBack() {
        vendor.answers(200, page(TEN, "https://api.massive.com/v2/aggs/next?cursor=one"))
                .answers(200, page(TEN, "https://api.massive.com/v2/aggs/next?cursor=one"));

        assertThatThrownBy(() -> download(HOUR))
                .isInstanceOfSatisfying(
                        VendorException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(VendorException.Kind.BROKEN));
    }

    @Test
    void shouldWaitAsLongAsTheVendorSaysAndElseLongerEachTime() throws Exception {
        vendor.answers(429, "", Map.of("Retry-After", "7"))
                .answers(429, "{\"status\":\"ERROR\",\"error\":\"You've exceeded the maximum requests per minute\"}")
                .answers(503, "<html>")
                .answers(200, page(TEN, null));

        download(HOUR);

        assertThat(collected.bars()).hasSize(1);
        assertThat(vendor.pauses())
                .containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void shouldGiveUpAfterEightAttemptsWithoutNamingTheQuery() {
        for (int attempt = 0; attempt < 8; attempt++) {
            vendor.answers(500, "");
        }

        assertThatThrownBy(() -> download(HOUR))
                .isInstanceOfSatisfying(
                        VendorException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(VendorException.Kind.AWAY))
                .hasMessageEndingWith("/v2/aggs/ticker/C:EURUSD/range/1/minute/1704189600000/1704193199999 answers 500,"
                        + " asked 8 times")
                .hasMessageNotContainingAny("secret-key", "limit=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":\"NOT_AUTHORIZED\",\"message\":\"not entitled\"}",
                "{\"status\":\"ERROR\",\"error\":\"not entitled\",\"message\":\"other\"}"
            })
    void shouldSayWhyTheVendorRefuses(String body) {
        vendor.answers(403, body);

        assertThatThrownBy(() -> download(HOUR))
                .hasMessage("polygon refuses EUR/USD 1m 2024-01-02T10:00:00Z to 2024-01-02T11:00:00Z with 403:"
                        + " not entitled");
    }

    @Test
    void shouldAskAgainLaterForWhatADelayedPlanDoesNotHaveYet() {
        vendor.answers(200, "{\"status\":\"DELAYED\",\"results\":[]}");

        assertThatThrownBy(() -> downloader("2024-01-02T11:14:59Z").download(HOUR, collected))
                .isInstanceOfSatisfying(
                        VendorException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(VendorException.Kind.TOO_EARLY));
    }

    @Test
    void shouldRejectBadRowsAsReceivedAndKeepTheGoodOnes() throws Exception {
        String lowAboveOpen = "{\"o\":1.1,\"h\":1.2,\"l\":1.15,\"c\":1.2,\"v\":1,\"t\":" + TEN + "}";
        String noClose = "{\"o\":1.1,\"h\":1.2,\"l\":1.1,\"v\":1,\"t\":" + (TEN + 60_000) + "}";
        String textPrice = "{\"o\":\"x\",\"h\":1.2,\"l\":1.1,\"c\":1.1,\"v\":1,\"t\":" + (TEN + 60_000) + "}";
        String offGrid = "{\"o\":1.1,\"h\":1.2,\"l\":1.1,\"c\":1.1,\"v\":1,\"t\":" + (TEN + 61_000) + "}";
        String negative = "{\"o\":1.1,\"h\":1.2,\"l\":1.1,\"c\":1.1,\"v\":-1,\"t\":" + (TEN + 120_000) + "}";
        String good = "{\"o\":1.1,\"h\":1.2,\"l\":1.1,\"c\":1.1,\"v\":1,\"t\":" + (TEN + 180_000) + "}";
        String before = "{\"o\":1.1,\"h\":1.2,\"l\":1.1,\"c\":1.1,\"v\":1,\"t\":" + (TEN + 120_000) + "}";
        vendor.answers(
                200,
                "{\"results\":["
                        + String.join(",", lowAboveOpen, noClose, textPrice, offGrid, negative, good, before, "7")
                        + "]}");

        download(HOUR);

        assertThat(collected.bars()).hasSize(1);
        assertThat(collected.rejects())
                .containsExactly(
                        "INVALID_PRICE " + lowAboveOpen,
                        "INCOMPLETE " + noClose,
                        "INCOMPLETE " + textPrice,
                        "OFF_GRID " + offGrid,
                        "INVALID_VOLUME " + negative,
                        "OUT_OF_ORDER " + before,
                        "INCOMPLETE 7");
    }

    @Test
    void shouldLeaveOutBarsOutsideTheSpan() throws Exception {
        vendor.answers(200, "{\"results\":[" + bar(TEN - 60_000) + "," + bar(TEN) + "," + bar(TEN + 3_600_000) + "]}");

        download(HOUR);

        assertThat(collected.bars()).hasSize(1);
        assertThat(collected.rejects()).isEmpty();
    }

    private void download(SeriesRange range) throws VendorException, InterruptedException {
        downloader("2024-02-01T00:00:00Z").download(range, collected);
    }

    private PolygonDownloader downloader(String now) {
        return new PolygonDownloader(
                vendor.base(),
                vendor.client(Map.of("Authorization", "Bearer secret-key")),
                Duration.ofDays(3650),
                InstantSource.fixed(Instant.parse(now)));
    }

    private static String page(long startMs, @org.jspecify.annotations.Nullable String next) {
        return "{\"status\":\"OK\",\"results\":[" + bar(startMs) + "]"
                + (next == null ? "" : ",\"next_url\":\"" + next + "\"") + "}";
    }

    private static String bar(long startMs) {
        return "{\"v\":4,\"o\":1.1,\"c\":1.2,\"h\":1.2,\"l\":1.1,\"t\":" + startMs + ",\"n\":4}";
    }
}
