package io.candlewick.streams.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HeapShareTest {

    private static final long HEAP = 1L << 30;

    @Test
    void shouldBeAShareOfTheHeap() {
        assertThat(HeapShare.parse("25%").of(HEAP).bytes()).isEqualTo(HEAP / 100 * 25);
        assertThat(HeapShare.parse("25%")).hasToString("25%");
    }

    @Test
    void shouldBeAnAmountWhateverTheHeap() {
        assertThat(HeapShare.parse("512MiB").of(HEAP)).isEqualTo(ByteSize.parse("512MiB"));
        assertThat(HeapShare.parse("512MiB")).hasToString("512MiB");
    }

    @Test
    void shouldBeNothingWhereNothingIsWanted() {
        assertThat(HeapShare.parse("0MiB").of(HEAP).bytes()).isZero();
        assertThat(HeapShare.parse("0%").of(HEAP).bytes()).isZero();
    }

    @Test
    void shouldRefuseAllOfTheHeapAndWhatIsNeither() {
        assertThatThrownBy(() -> HeapShare.parse("95%")).hasMessageContaining("leave a tenth");
        assertThatThrownBy(() -> HeapShare.parse("much"))
                .hasMessage("must be a share of the heap such as 25%, or a size such as 512MiB");
    }
}
