package io.candlewick.streams.stored;

import io.candlewick.market.Bar;

/** One line of ClickHouse's format TabSeparated; none of the columns read holds a character it would escape. */
final class TabbedFields implements FieldReader<RuntimeException> {

    private static final String NULL = "\\N";

    private final String[] texts;
    private int next;

    TabbedFields(String line) {
        this.texts = line.split("\t", -1);
    }

    @Override
    public String text() {
        String text = texts[next++];
        return text.equals(NULL) ? "" : text;
    }

    @Override
    public long whole() {
        return Long.parseLong(text());
    }

    @Override
    public double number() {
        String text = text();
        return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
    }

    @Override
    public long time() {
        String text = text();
        return text.isEmpty() ? Bar.NO_TIME : Long.parseLong(text);
    }

    @Override
    public boolean flag() {
        return Boolean.parseBoolean(text());
    }
}
