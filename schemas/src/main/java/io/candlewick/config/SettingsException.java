package io.candlewick.config;

import java.util.List;

/** Says everything that is wrong with a configuration, one fault a line. */
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SettingsException(List<String> faults) {
        super(String.join(System.lineSeparator(), faults));
    }
}
