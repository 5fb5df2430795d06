package io.candlewick.ingest.venue.alpaca;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.candlewick.ingest.venue.VendorBars;
import io.candlewick.ingest.venue.VendorRow;
import io.candlewick.ingest.venue.WholeNumber;
import io.candlewick.market.Times;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one page of Alpaca's bars: bytes in, bars out.
 *
 * <p>Bars stand under their symbols, {@code {"bars":{"AAPL":[{t,o,h,l,c,v,n,vw}]},"next_page_token":null}}; a symbol may go on on the next
 * page, and no bars are {@code "bars":{}} or {@code "bars":null}. <b>Source</b>: alpaca-trade-api-go, marketdata/entities.go, 2026-05.
 * <b>Thread</b>: any.
 */
final class AlpacaBars {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private AlpacaBars() {}

    /**
     * What a page says beside its rows.
     *
     * @param message of an error; empty if there is none
     * @param nextPageToken names the next page
     */
    record Page(String message, Optional<String> nextPageToken) {}

    /**
     * Reads a page.
     *
     * @param body the page as received
     * @param gates the gate of each symbol's rows; rows of others are skipped
     * @return what else it says
     * @throws IOException if it is no JSON object
     */
    static Page read(byte[] body, Map<String, VendorBars> gates) throws IOException {
        try (JsonParser in = JSON.createParser(body)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the answer is no JSON object");
            }
            String message = "";
            String token = null;
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                JsonToken value = in.nextToken();
                if (name.equals("bars") && value == JsonToken.START_OBJECT) {
                    symbols(in, body, gates);
                } else if (name.equals("next_page_token") && value == JsonToken.VALUE_STRING) {
                    token = in.getText();
                } else if (name.equals("message") && value == JsonToken.VALUE_STRING) {
                    message = in.getText();
                } else {
                    in.skipChildren();
                }
            }
            return new Page(message, Optional.ofNullable(token).filter(text -> !text.isEmpty()));
        }
    }

    private static void symbols(JsonParser in, byte[] body, Map<String, VendorBars> gates) throws IOException {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            VendorBars gate = gates.get(in.currentName());
            if (in.nextToken() == JsonToken.START_ARRAY && gate != null) {
                rows(in, body, gate);
            } else {
                in.skipChildren();
            }
        }
    }

    private static void rows(JsonParser in, byte[] body, VendorBars gate) throws IOException {
        VendorRow row = new VendorRow();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() == null) {
                throw new IOException("the answer ends within its bars");
            }
            int from = (int) in.currentTokenLocation().getByteOffset();
            row.clear();
            if (in.currentToken() == JsonToken.START_OBJECT) {
                fields(in, row);
            } else {
                row.fault("the row is no JSON object");
                in.skipChildren();
            }
            gate.take(
                    row,
                    () -> new String(
                            body, from, (int) in.currentLocation().getByteOffset() - from, StandardCharsets.UTF_8));
        }
    }

    private static void fields(JsonParser in, VendorRow row) throws IOException {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            JsonToken value = in.nextToken();
            if (name.equals("t")) {
                row.startUs(time(value == JsonToken.VALUE_STRING ? in.getText() : null));
            } else if (value.isNumeric()) {
                number(in, name, row);
            }
            in.skipChildren();
        }
    }

    private static void number(JsonParser in, String name, VendorRow row) throws IOException {
        switch (name) {
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

    private static long time(@Nullable String text) {
        try {
            return text == null ? VendorRow.NO_START : Times.us(Instant.parse(text));
        } catch (DateTimeException | IllegalArgumentException noTime) {
            return VendorRow.NO_START;
        }
    }
}
