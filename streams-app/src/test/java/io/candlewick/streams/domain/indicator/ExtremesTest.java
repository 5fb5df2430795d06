package io.candlewick.streams.domain.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ExtremesTest {

    @Property(tries = 200)
    void shouldFindWhatASearchOfEveryWindowFinds(
            @ForAll long seed, @ForAll boolean greatest, @ForAll @IntRange(min = 1, max = 9) int values) {
        Random random = new Random(seed);
        int[] windows = {1 + random.nextInt(20), 1 + random.nextInt(20), 1 + random.nextInt(40)};
        Extremes extremes = new Extremes(greatest, windows, 0);
        double[] row = random.ints(200, 0, values).asDoubleStream().toArray();
        int restart = random.nextInt(200);
        for (int index = 0; index < row.length; index++) {
            if (index == restart) {
                extremes = restarted(extremes, greatest, windows, index);
            }
            extremes.push(row[index]);
            for (int window = 0; window < windows.length; window++) {
                int age = search(row, index, windows[window], greatest);

                assertThat(extremes.age(window))
                        .as("window %d at %d", windows[window], index)
                        .isEqualTo(age);
                assertThat(extremes.of(window)).isEqualTo(row[index - age]);
            }
        }
    }

    private static Extremes restarted(Extremes extremes, boolean greatest, int[] windows, int pushed) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * extremes.ring().held(pushed));
        extremes.ring().write(bytes, pushed);
        Extremes again = new Extremes(greatest, windows, 0);
        again.read(bytes.flip(), pushed);
        return again;
    }

    private static int search(double[] row, int last, int window, boolean greatest) {
        int best = last;
        for (int index = last; index >= Math.max(0, last - window + 1); index--) {
            if (greatest ? row[index] > row[best] : row[index] < row[best]) {
                best = index;
            }
        }
        return last - best;
    }
}
