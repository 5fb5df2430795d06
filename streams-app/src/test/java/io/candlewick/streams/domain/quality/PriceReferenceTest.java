package io.candlewick.streams.domain.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceReferenceTest {

    private static final double BAND = 0.25;

    private final PriceReference reference = new PriceReference();

    @Test
    void shouldBelieveTheFirstPrice() {
        assertThat(verdicts(3, 100)).containsExactly(true);
        assertThat(reference.believed()).isEqualTo(100);
    }

    @Test
    void shouldBelieveUpToTheBandAndNoFurther() {
        verdicts(3, 100);

        assertThat(verdicts(3, 125.0000001)).containsExactly(false);
        assertThat(verdicts(3, 125)).containsExactly(true);
        // The band is laid around the last believed price.
        assertThat(verdicts(3, 93.75, 70.3)).containsExactly(true, false);
    }

    @Test
    void shouldForgetASpikeThatDoesNotHold() {
        assertThat(verdicts(3, 100, 1000, 100, 1000, 101, 1000, 99))
                .containsExactly(true, false, true, false, true, false, true);
    }

    @Test
    void shouldBelieveTheLastOfTheTicksThatHoldANewLevel() {
        assertThat(verdicts(3, 100, 200, 201, 202, 203)).containsExactly(true, false, false, true, true);
        assertThat(reference.believed()).isEqualTo(203);
    }

    @Test
    void shouldBeginAgainWhenTheNewLevelItselfJumps() {
        assertThat(verdicts(3, 100, 200, 201, 400, 401, 402)).containsExactly(true, false, false, false, false, true);
    }

    @Test
    void shouldBelieveAtOnceWhenOneTickIsEnough() {
        assertThat(verdicts(1, 100, 200, 50)).containsExactly(true, true, true);
    }

    @Test
    void shouldGoOnFromItsBytes() {
        verdicts(3, 100, 200, 201);

        PriceReference restored = PriceReference.fromBytes(reference.toBytes());

        assertThat(restored.agreed()).isEqualTo(2);
        assertThat(restored.believes(202, BAND, 3)).isTrue();
        assertThat(PriceReference.fromBytes(new PriceReference().toBytes()).believed())
                .isNaN();
    }

    @Test
    void shouldRefuseAnotherLayout() {
        byte[] bytes = reference.toBytes();
        bytes[0] = 2;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PriceReference.fromBytes(bytes))
                .withMessage("price reference of 21 bytes is not layout 1");
    }

    private List<Boolean> verdicts(int hold, double... prices) {
        List<Boolean> verdicts = new ArrayList<>();
        for (double price : prices) {
            verdicts.add(reference.believes(price, BAND, hold));
        }
        return verdicts;
    }
}
