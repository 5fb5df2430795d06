package io.candlewick.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;

/**
 * The machine when a measurement began.
 *
 * @param processors how many it has
 * @param average processes that wanted one in the last minute; negative where the system does not tell
 * @param java version of the JVM
 */
public record Load(int processors, double average, String java) {

    private static final double BUSY = 0.7;

    /** Asks the machine now. */
    public Load() {
        this(
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getSystemLoadAverage(),
                Runtime.version().toString());
    }

    /**
     * Whether somebody else was working.
     *
     * @return true where the load was more than of an idle machine
     */
    public boolean isBusy() {
        return average > BUSY;
    }
}
