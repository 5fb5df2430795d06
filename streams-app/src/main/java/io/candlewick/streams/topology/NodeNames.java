package io.candlewick.streams.topology;

/** Names of the nodes; they appear in metrics and in the description of the topology that operators read. */
public final class NodeNames {

    /** Reads the lane's ticks. */
    public static final String READ_TICKS = "read-ticks";
    /** Reads the reference data. */
    public static final String READ_INSTRUMENTS = "read-instruments";
    /** Keeps the reference data. */
    public static final String LOAD_INSTRUMENTS = "load-instruments";
    /** Makes bars of the ticks that pass the quality gate. */
    public static final String BUILD_BARS = "build-bars";
    /** Reads the bars that vendors made. */
    public static final String READ_VENDOR_BARS = "read-vendor-bars";
    /** Lets through the vendors' bars that have the shape of a bar. */
    public static final String GATE_VENDOR_BARS = "gate-vendor-bars";
    /** Says which bars are canonical. */
    public static final String MERGE_BARS = "merge-bars";
    /** Writes canonical bars. */
    public static final String WRITE_BARS = "write-bars";
    /** Asks for bars whose trades are not kept any more. */
    public static final String REQUEST_REPAIR = "request-repair";
    /** Writes marks of silent feeds back to the lane's ticks. */
    public static final String WRITE_MARKS = "write-marks";
    /** Writes open bars as they stand. */
    public static final String WRITE_FORMING = "write-forming";
    /** Writes spans without bars, and why. */
    public static final String WRITE_GAPS = "write-gaps";
    /** Writes rejected ticks. */
    public static final String WRITE_REJECTED = "write-rejected";

    /** Writes rejected vendor bars. */
    public static final String WRITE_REJECTED_BARS = "write-rejected-bars";

    /** Computes indicators on the canonical and the forming bars. */
    public static final String COMPUTE_INDICATORS = "compute-indicators";
    /** Writes the indicator values of closed bars. */
    public static final String WRITE_INDICATORS = "write-indicators";
    /** Writes the provisional values of forming bars. */
    public static final String WRITE_FORMING_INDICATORS = "write-forming-indicators";

    private NodeNames() {}
}
