package io.candlewick.ingest.format;

import io.candlewick.avro.AggressorSide;

/** How files write the side that took liquidity. */
final class Sides {

    private Sides() {}

    /** The side as a word or letter: buy, b, sell, s; empty or unknown: UNKNOWN. */
    static AggressorSide ofTaker(Fields fields, int column) throws BadLineException {
        if (fields.isEmpty(column)) {
            return AggressorSide.UNKNOWN;
        }
        String text = fields.text(column);
        if (text.equalsIgnoreCase("buy") || text.equalsIgnoreCase("b")) {
            return AggressorSide.BUY;
        }
        if (text.equalsIgnoreCase("sell") || text.equalsIgnoreCase("s")) {
            return AggressorSide.SELL;
        }
        if (text.equalsIgnoreCase("unknown") || text.equals("-")) {
            return AggressorSide.UNKNOWN;
        }
        throw bad(fields, column, "is not buy or sell");
    }

    /** The side that the flag "the buyer is the maker" implies: if so, the seller took. */
    static AggressorSide ofMaker(Fields fields, int column) throws BadLineException {
        if (fields.isEmpty(column)) {
            return AggressorSide.UNKNOWN;
        }
        return switch (fields.line()[fields.start(column)]) {
            case 't', 'T', '1' -> AggressorSide.SELL;
            case 'f', 'F', '0' -> AggressorSide.BUY;
            default -> throw bad(fields, column, "is not true or false");
        };
    }

    private static BadLineException bad(Fields fields, int column, String what) {
        String text = Fields.text(fields.line(), fields.start(column), fields.end(column));
        return new BadLineException(RejectReason.BAD_SIDE, "side='" + text + "' " + what);
    }
}
