package io.candlewick.streams.query;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How an answer is written. */
enum SeriesFormat {
    /** One object with the bars and where they come from. */
    JSON("application/json") {
        @Override
        void bars(SeriesWish wish, SeriesAnswer answer, OutputStream out) throws IOException {
            SeriesJson.bars(wish, answer, out);
        }

        @Override
        void indicators(SeriesWish wish, SeriesAnswer answer, OutputStream out) throws IOException {
            SeriesJson.indicators(wish, answer, out);
        }
    },

    /** A header, then a line a bar; where they come from is in headers of the response. */
    CSV("text/csv; charset=utf-8") {
        @Override
        void bars(SeriesWish wish, SeriesAnswer answer, OutputStream out) throws IOException {
            SeriesCsv.bars(wish, answer, out);
        }

        @Override
        void indicators(SeriesWish wish, SeriesAnswer answer, OutputStream out) throws IOException {
            SeriesCsv.indicators(wish, answer, out);
        }
    },

    /** Arrow's stream of record batches, a column a field; where they come from is in the schema's metadata as well. */
    ARROW("application/vnd.apache.arrow.stream") {
        @Override
        void bars(SeriesWish wish, SeriesAnswer answer, OutputStream out) throws IOException {
            SeriesArrow.bars(wish, answer, out);
        }

        @Override
        void indicators(SeriesWish wish, SeriesAnswer answer, OutputStream out) throws IOException {
            SeriesArrow.indicators(wish, answer, out);
        }
    };

    private final String mediaType;

    SeriesFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    abstract void bars(SeriesWish wish, SeriesAnswer answer, OutputStream out) throws IOException;

    abstract void indicators(SeriesWish wish, SeriesAnswer answer, OutputStream out) throws IOException;

    static SeriesFormat parse(String text) {
        for (SeriesFormat format : values()) {
            if (format.text().equals(text.toLowerCase(Locale.ROOT))) {
                return format;
            }
        }
        throw new IllegalArgumentException("must be one of "
                + Arrays.stream(values()).map(SeriesFormat::text).collect(Collectors.joining(", ")));
    }

    /** The one a request's Accept header names, JSON if it names none of them. */
    static SeriesFormat accepted(Context request) {
        @Nullable String accept = request.header("Accept");
        if (accept == null) {
            return JSON;
        }
        if (accept.contains(ARROW.mediaType)) {
            return ARROW;
        }
        return accept.contains("text/csv") ? CSV : JSON;
    }

    private String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
