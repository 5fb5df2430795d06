package io.candlewick.streams.topology;

/** Names of the nodes; they appear in metrics and in the description of the topology that operators read. */
public final class NodeNames {

    /** Reads the lane's ticks. */
    public static final String READ_TICKS = "read-ticks";
    /** Reads the reference data. */
    public static final String READ_INSTRUMENTS = "read-instruments";
    /** Keeps the reference data. */
    public static final String LOAD_INSTRUMENTS = "load-instruments";
    /** Lets through the ticks that can make a bar. */
    public static final String GATE_QUALITY = "gate-quality";
    /** Makes bars of ticks. */
    public static final String BUILD_BARS = "build-bars";
    /** Writes closed and corrected bars. */
    public static final String WRITE_BARS = "write-bars";
    /** Writes marks of silent feeds back to the lane's ticks. */
    public static final String WRITE_MARKS = "write-marks";
    /** Writes rejected ticks. */
    public static final String WRITE_REJECTED = "write-rejected";

    private NodeNames() {}
}
