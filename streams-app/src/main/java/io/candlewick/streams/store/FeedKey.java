package io.candlewick.streams.store;

/**
 * Names one feed of one tenant in one run.
 *
 * @param tenant whose data
 * @param feed the feed
 * @param run the replay, empty in the live lane; it holds no {@code |}
 */
public record FeedKey(String tenant, String feed, String run) {

    String text() {
        return tenant + '|' + run + '|' + feed;
    }

    static FeedKey parse(String text) {
        int first = text.indexOf('|');
        int second = text.indexOf('|', first + 1);
        return new FeedKey(text.substring(0, first), text.substring(second + 1), text.substring(first + 1, second));
    }
}
