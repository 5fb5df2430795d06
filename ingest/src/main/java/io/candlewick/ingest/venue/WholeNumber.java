package io.candlewick.ingest.venue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Reads times and counts of vendors' rows: one that no whole number can hold spoils its row, and not the answer around it. */
public final class WholeNumber {

    /* Every whole number up to here is a double of its own. */
    private static final double MOST = 1e15;

    private WholeNumber() {}

    /**
     * The number the parser stands at.
     *
     * @param in at a number
     * @param name its field
     * @param row gets a fault if the number is too great
     * @return the number, 0 if it is too great
     * @throws IOException if the answer ends in it
     */
    public static long read(JsonParser in, String name, VendorRow row) throws IOException {
        boolean whole = in.currentToken() == JsonToken.VALUE_NUMBER_INT && in.getNumberType() != NumberType.BIG_INTEGER;
        if (whole && Math.abs(in.getLongValue()) <= (long) MOST) {
            return in.getLongValue();
        }
        double number = whole ? in.getLongValue() : in.getDoubleValue();
        if (!(Math.abs(number) <= MOST)) {
            row.fault(name + " is too great");
            return 0;
        }
        return (long) number;
    }
}
