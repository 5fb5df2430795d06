package io.candlewick.serde;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers texts by their UTF-8 bytes, so that a symbol seen a million times is one {@code String}.
 *
 * <p><b>Shape</b>: one text a slot, the newest wins; bounded at {@value #SLOTS} slots. <b>Thread</b>: one.
 */
final class TextCache {

    private static final int SLOTS = 1 << 15;
    private static final int MAX_LENGTH = 64;

    private final byte[] @Nullable [] keys = new byte[SLOTS][];
    private final @Nullable String[] texts = new String[SLOTS];

    String get(byte[] bytes, int from, int length) {
        if (length > MAX_LENGTH) {
            return new String(bytes, from, length, StandardCharsets.UTF_8);
        }
        int hash = length;
        for (int index = from; index < from + length; index++) {
            hash = 31 * hash + bytes[index];
        }
        int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
        byte[] key = keys[slot];
        String known = texts[slot];
        if (key != null && known != null && Arrays.equals(key, 0, key.length, bytes, from, from + length)) {
            return known;
        }
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        keys[slot] = Arrays.copyOfRange(bytes, from, from + length);
        texts[slot] = text;
        return text;
    }
}
