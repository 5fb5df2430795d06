package io.candlewick.ingest.feed;

/** What a connection tells the thread that works it off; the number says which connection, so that the last words of an old one are told apart. */
sealed interface FeedEvent {

    int connection();

    record Opened(int connection) implements FeedEvent {}

    record Frame(int connection, String text, long receivedUs) implements FeedEvent {}

    record Pong(int connection) implements FeedEvent {}

    record Closed(int connection, String reason) implements FeedEvent {}
}
