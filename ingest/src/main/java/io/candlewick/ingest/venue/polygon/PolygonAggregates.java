package io.candlewick.ingest.venue.polygon;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.candlewick.ingest.venue.VendorBars;
import io.candlewick.ingest.venue.VendorRow;
import io.candlewick.ingest.venue.WholeNumber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads one page of Polygon's aggregates: bytes in, bars out.
 *
 * <p>Keys of no interest are skipped, whatever they hold; {@code results} that are absent, null or empty are no bars; numbers may be
 * written {@code 642646396.0} or {@code 1.0E-5}. <b>Source</b>: the vendor's OpenAPI description of {@code /v2/aggs/ticker}, 2026-07.
 * <b>Thread</b>: any. <b>Cost</b>: one pass over the bytes.
 */
final class PolygonAggregates {

    private static final long US_PER_MS = 1_000;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .build();

    private PolygonAggregates() {}

    /**
     * What a page says beside its rows.
     *
     * @param status as the vendor says: OK, DELAYED, success, ERROR, NOT_AUTHORIZED; empty if it says nothing
     * @param message {@code error}, or else {@code message}; empty if there is none
     * @param nextUrl where the next page is
     * @param rows how many rows the page had
     */
    record Page(String status, String message, Optional<String> nextUrl, long rows) {}

    /**
     * Reads a page.
     *
     * @param body the page as received
     * @param bars the gate its rows go through
     * @return what else it says
     * @throws IOException if it is no JSON object
     */
    static Page read(byte[] body, VendorBars bars) throws IOException {
        try (JsonParser in = JSON.createParser(body)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the answer is no JSON object");
            }
            String status = "";
            String error = "";
            String message = "";
            String nextUrl = null;
            long rows = 0;
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                JsonToken value = in.nextToken();
                switch (name) {
                    case "results" -> rows += value == JsonToken.START_ARRAY ? rows(in, body, bars) : skip(in);
                    case "status" -> status = text(in);
                    case "error" -> error = text(in);
                    case "message" -> message = text(in);
                    case "next_url" -> nextUrl = text(in);
                    default -> skip(in);
                }
            }
            return new Page(
                    status,
                    error.isEmpty() ? message : error,
                    Optional.ofNullable(nextUrl).filter(url -> !url.isEmpty()),
                    rows);
        }
    }

    private static String text(JsonParser in) throws IOException {
        if (in.currentToken().isScalarValue() && in.currentToken() != JsonToken.VALUE_NULL) {
            return in.getText();
        }
        skip(in);
        return "";
    }

    private static int skip(JsonParser in) throws IOException {
        in.skipChildren();
        return 0;
    }

    private static long rows(JsonParser in, byte[] body, VendorBars bars) throws IOException {
        VendorRow row = new VendorRow();
        long rows = 0;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() == null) {
                throw new IOException("the answer ends within its results");
            }
            rows++;
            int from = (int) in.currentTokenLocation().getByteOffset();
            row.clear();
            if (in.currentToken() == JsonToken.START_OBJECT) {
                fields(in, row);
            } else {
                row.fault("the row is no JSON object");
                in.skipChildren();
            }
            bars.take(row, () -> text(body, from, (int) in.currentLocation().getByteOffset()));
        }
        return rows;
    }

    private static String text(byte[] body, int from, int to) {
        return new String(body, from, to - from, StandardCharsets.UTF_8);
    }

    private static void fields(JsonParser in, VendorRow row) throws IOException {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            JsonToken value = in.nextToken();
            if (name.length() > 2 || !value.isNumeric()) {
                noteUnread(in, name, value, row);
                continue;
            }
            switch (name) {
                case "t" -> row.startUs(WholeNumber.read(in, name, row) * US_PER_MS);
                case "o" -> row.open(in.getDoubleValue());
                case "h" -> row.high(in.getDoubleValue());
                case "l" -> row.low(in.getDoubleValue());
                case "c" -> row.close(in.getDoubleValue());
                case "v" -> row.volume(in.getDoubleValue());
                case "n" -> row.count(WholeNumber.read(in, name, row));
                case "vw" -> row.vwap(in.getDoubleValue());
                default -> {}
            }
        }
    }

    private static void noteUnread(JsonParser in, String name, JsonToken value, VendorRow row) throws IOException {
        if (value != JsonToken.VALUE_NULL && "t o h l c v".contains(name) && name.length() == 1) {
            row.fault(name + " is no number");
        }
        in.skipChildren();
    }
}
