package io.candlewick.streams.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ErrorClassTest {

    @Test
    void shouldBlameTheRecordForWhatOurOwnCodeThrows() {
        assertThat(ErrorClass.of(new IllegalArgumentException("scale=99"))).isEqualTo(ErrorClass.RECORD);
        assertThat(ErrorClass.of(new ArithmeticException("overflow"))).isEqualTo(ErrorClass.RECORD);
        assertThat(ErrorClass.of(new SerializationException("not Avro"))).isEqualTo(ErrorClass.RECORD);
    }

    @Test
    void shouldWaitForABrokerThatTimesOutHoweverItIsWrapped() {
        assertThat(ErrorClass.of(new StreamsException("commit failed", new TimeoutException("60000 ms"))))
                .isEqualTo(ErrorClass.TRANSIENT);
    }

    @Test
    void shouldStartAgainFromTheLastCommitWhereTheTransactionWasGivenUp() {
        assertThat(ErrorClass.of(new StreamsException("commit failed", new InvalidTxnStateException("aborted"))))
                .isEqualTo(ErrorClass.TRANSIENT);
    }

    @Test
    void shouldEndForStateRightsAndTheJvm() {
        assertThat(ErrorClass.of(new ProcessorStateException("cannot read"))).isEqualTo(ErrorClass.FATAL);
        assertThat(ErrorClass.of(new AuthorizationException("no"))).isEqualTo(ErrorClass.FATAL);
        assertThat(ErrorClass.of(new OutOfMemoryError())).isEqualTo(ErrorClass.FATAL);
        assertThat(ErrorClass.of(new StreamsException(new IllegalStateException("wrapped"))))
                .isEqualTo(ErrorClass.FATAL);
    }
}
