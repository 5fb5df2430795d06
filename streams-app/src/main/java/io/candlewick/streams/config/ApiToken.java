package io.candlewick.streams.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * What a caller of the query API must bear; it never shows itself.
 *
 * @param value the secret
 */
public record ApiToken(String value) {

    /**
     * Whether that is the token, taking the same time for any wrong one of its length.
     *
     * @param offered what the caller sent
     * @return true if it is
     */
    public boolean matches(String offered) {
        return MessageDigest.isEqual(value.getBytes(StandardCharsets.UTF_8), offered.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "***";
    }
}
