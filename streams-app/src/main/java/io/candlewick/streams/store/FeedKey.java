package io.candlewick.streams.store;

/**
 * Names one feed of one tenant.
 *
 * @param tenant whose data
 * @param feed the feed
 */
public record FeedKey(String tenant, String feed) {

    String text() {
        return tenant + '|' + feed;
    }

    static FeedKey parse(String text) {
        int bar = text.indexOf('|');
        return new FeedKey(text.substring(0, bar), text.substring(bar + 1));
    }
}
