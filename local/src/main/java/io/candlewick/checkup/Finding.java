package io.candlewick.checkup;

/**
 * What one check found.
 *
 * @param subject what was checked
 * @param verdict how it is
 * @param detail what was seen
 * @param remedy what to do about it; empty if nothing is to be done
 */
public record Finding(String subject, Verdict verdict, String detail, String remedy) {

    /** How it is. */
    public enum Verdict {
        /** As it should be. */
        OK,
        /** It works, and will not for ever. */
        WARN,
        /** Something does not work. */
        FAULT,
        /** There is nothing to check, or it could not be reached because of another fault. */
        SKIPPED
    }

    static Finding ok(String subject, String detail) {
        return new Finding(subject, Verdict.OK, detail, "");
    }

    static Finding warn(String subject, String detail, String remedy) {
        return new Finding(subject, Verdict.WARN, detail, remedy);
    }

    static Finding fault(String subject, String detail, String remedy) {
        return new Finding(subject, Verdict.FAULT, detail, remedy);
    }

    static Finding skipped(String subject, String detail) {
        return new Finding(subject, Verdict.SKIPPED, detail, "");
    }
}
