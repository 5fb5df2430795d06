package io.candlewick.streams.store;

/** Tells a store that what it has read is not what it holds any more: a test fills stores after the processors have looked into them. */
public final class Refilled {

    private Refilled() {}

    /** The store reads its entries anew. */
    public static void tell(LiveStore<?, ?> store) {
        store.forgetHeap();
    }
}
