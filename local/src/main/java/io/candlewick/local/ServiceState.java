package io.candlewick.local;

/** Where a service of the stack stands. */
public enum ServiceState {
    /** Not begun: something it needs is not ready yet. */
    WAITING,
    /** Its process is being prepared or runs without answering yet. */
    STARTING,
    /** It answered its probe. */
    READY,
    /** It ended by itself and is started again after a pause. */
    RESTARTING,
    /** It did not start, or ended too often. */
    FAILED,
    /** It was stopped with the stack. */
    STOPPED,
    /** Not ours: an address the user gave. */
    EXTERNAL
}
