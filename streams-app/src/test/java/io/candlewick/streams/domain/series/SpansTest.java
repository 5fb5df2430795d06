package io.candlewick.streams.domain.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SpansTest {

    private static final int SIZE = 100;

    @Property(tries = 300)
    void shouldEqualASetOfInstants(@ForAll long seed) {
        Random random = new Random(seed);
        Spans spans = new Spans(random.nextBoolean());
        BitSet instants = new BitSet();
        for (int step = 0; step < 40; step++) {
            int from = random.nextInt(SIZE);
            int to = from + random.nextInt(SIZE - from);
            boolean adds = random.nextInt(3) > 0;
            if (adds) {
                spans.add(from, to);
            } else {
                spans.remove(from, to);
            }
            instants.set(from, to, adds);
        }

        for (int at = 0; at < SIZE; at++) {
            boolean isIn = instants.get(at);
            assertThat(spans.coveredUntil(at, SIZE)).isEqualTo(isIn ? instants.nextClearBit(at) : at);
            int nextIn = instants.nextSetBit(at);
            assertThat(spans.freeUntil(at, SIZE)).isEqualTo(nextIn < 0 ? SIZE : nextIn);
        }
        BitSet without = new BitSet();
        spans.without(10, 90).forEach(part -> without.set((int) part.fromUs(), (int) part.toUs()));
        BitSet expected = new BitSet();
        expected.set(10, 90);
        expected.andNot(instants);
        assertThat(without).isEqualTo(expected);
        assertThat(spans.toList()).hasSize(runs(instants));
    }

    private static int runs(BitSet instants) {
        int runs = 0;
        for (int at = instants.nextSetBit(0); at >= 0; at = instants.nextSetBit(instants.nextClearBit(at))) {
            runs++;
        }
        return runs;
    }

    @Test
    void shouldDropTheOldestSpanWhenThereAreTooMany() {
        Spans spans = filled(new Spans(false));

        assertThat(spans.toList()).hasSize(Spans.MAX_SPANS).first().isEqualTo(new Spans.Span(10, 11));
    }

    @Test
    void shouldMakeOneOfTheTwoOldestWhereItMustNotForgetAny() {
        Spans spans = filled(new Spans(true));

        assertThat(spans.toList()).hasSize(Spans.MAX_SPANS).first().isEqualTo(new Spans.Span(0, 11));
    }

    private static Spans filled(Spans spans) {
        for (int index = 0; index <= Spans.MAX_SPANS; index++) {
            spans.add(index * 10L, index * 10L + 1);
        }
        return spans;
    }
}
