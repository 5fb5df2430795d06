package io.candlewick.connect.sink;

import java.util.Optional;

/** The version the connectors report to Connect: that of their jar. */
public final class SinkVersion {

    private SinkVersion() {}

    /**
     * The version.
     *
     * @return the jar's version, or {@code unpackaged} when run from classes
     */
    public static String get() {
        return Optional.ofNullable(SinkVersion.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
    }
}
