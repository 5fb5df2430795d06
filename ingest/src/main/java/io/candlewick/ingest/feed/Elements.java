package io.candlewick.ingest.feed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes a frame, an array of JSON objects, apart: each element by itself, so that a broken one does not cost its neighbours. */
public final class Elements {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Elements() {}

    /** Takes the elements of a frame in their order. */
    public interface Listener {

        /**
         * An object.
         *
         * @param node the object
         * @throws BadElement if it is of no use
         */
        void on(JsonNode node) throws BadElement;

        /**
         * Something of no use.
         *
         * @param cause why
         * @param detail why, in words
         * @param element as received
         */
        void reject(RejectCause cause, String detail, String element);
    }

    /**
     * Takes a frame apart.
     *
     * @param frame text
     * @param listener takes its elements
     */
    public static void read(String frame, Listener listener) {
        int at = 0;
        try (JsonParser parser = JSON.createParser(frame)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                listener.reject(RejectCause.MALFORMED, "the frame is no array", frame);
                return;
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                at = (int) parser.currentTokenLocation().getCharOffset();
                JsonNode node = JSON.readTree(parser);
                // A bare number's end is only known by what follows it, so the node itself is written where the text is
                // not exact.
                int end = (int) parser.currentLocation().getCharOffset();
                String element = node.isObject() ? frame.substring(at, end) : node.toString();
                at = end;
                readElement(node, element, listener);
            }
        } catch (IOException broken) {
            listener.reject(RejectCause.MALFORMED, "the rest of the frame is no JSON", frame.substring(at));
        }
    }

    private static void readElement(JsonNode node, String element, Listener listener) {
        try {
            if (!node.isObject()) {
                throw new BadElement(RejectCause.MALFORMED, "the element is no object");
            }
            listener.on(node);
        } catch (BadElement bad) {
            listener.reject(bad.reason(), bad.detail(), element);
        }
    }

    /**
     * A number that must be there.
     *
     * @param node the element
     * @param key its field
     * @return the number
     * @throws BadElement if it is missing, or none
     */
    public static double number(JsonNode node, String key) throws BadElement {
        JsonNode number = node.path(key);
        if (number.isMissingNode() || number.isNull()) {
            throw new BadElement(RejectCause.MISSING_FIELD, key + " is missing");
        }
        if (!number.isNumber() || !Double.isFinite(number.doubleValue())) {
            throw new BadElement(RejectCause.BAD_NUMBER, key + "=" + number + " is no number");
        }
        return number.doubleValue();
    }

    /**
     * A number that may be missing.
     *
     * @param node the element
     * @param key its field
     * @param factor what it counts
     * @return the number times the factor, NaN if it is missing
     */
    public static double numberOr(JsonNode node, String key, int factor) {
        JsonNode number = node.path(key);
        return number.isNumber() ? number.doubleValue() * factor : Double.NaN;
    }

    /**
     * Text that may be missing, or a number instead.
     *
     * @param node the element
     * @param key its field
     * @return the text, null if it is missing
     */
    public static @Nullable String text(JsonNode node, String key) {
        JsonNode value = node.path(key);
        return value.isValueNode() && !value.isNull() ? value.asText() : null;
    }

    /**
     * Codes, in an array or alone.
     *
     * @param node the element
     * @param key their field
     * @return the codes separated by commas, null if there are none
     */
    public static @Nullable String codes(JsonNode node, String key) {
        JsonNode value = node.path(key);
        if (!value.isArray()) {
            return text(node, key);
        }
        List<String> codes = new ArrayList<>();
        value.forEach(code -> codes.add(code.asText()));
        return codes.isEmpty() ? null : String.join(",", codes);
    }
}
