package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoStack;
import io.candour.demo.Replica;
import io.candour.demo.Stack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * All servers behind one address are replaced, one by one as the chart has it, while people use them: whoever asks again
 * what got no answer is answered, each answer has its row, and what was acknowledged stands.
 */
@ExtendWith(Stack.class)
@Tag("nightly")
class RollingRestartIT {
    private static final int SERVERS = 2;
    private static final int RETRIES = 3;
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** Between the servers' being out of the balancer and their end: the chart's {@code preStop}, shortened. */
    private static final Duration OUT_BEFORE_END = Duration.ofSeconds(3);
    /** What the JVM answers SIGTERM with once its shutdown hooks are done. */
    private static final int TERMINATED = 128 + 15;

    @Test
    void whoeverAsksAgainNoticesNothing(DemoStack stack, @TempDir Path folder) throws Exception {
        LogProof proof = LogProof.of(stack);
        String outside = proof.published();
        Deque<Replica> old = new ArrayDeque<>();
        Deque<Replica> all = new ArrayDeque<>();
        try (Balancer balancer = new Balancer();
                Load load = new Load(RETRIES, PAUSE)) {
            for (int i = 0; i < SERVERS; i++) {
                Replica server = started(stack, balancer, all);
                old.add(server);
            }
            EverydayUse use = new EverydayUse(stack, balancer.fhirUrl());
            use.begin(load, Duration.ofMillis(20));
            while (!old.isEmpty()) {
                started(stack, balancer, all);
                Replica going = old.remove();
                balancer.remove(going.port());
                Thread.sleep(OUT_BEFORE_END.toMillis());
                assertThat(going.stop()).as("exit code").isEqualTo(TERMINATED);
                Thread.sleep(OUT_BEFORE_END.toMillis());
            }
            load.close();

            System.out.printf("%d requests answered, %d tries failed%n", load.answered(), load.failures());
            assertThat(load.givenUp()).isEmpty();
            assertThat(load.answered()).isGreaterThan(200);
            assertThat(load.unrecorded(stack.server().getBean(JdbcTemplate.class)))
                    .isEmpty();
            use.nothingAcknowledgedIsLost();
            use.end();
        } finally {
            all.forEach(Replica::close);
        }
        assertThat(proof.verify(outside, folder)).isZero();
        assertThat(proof.verify(proof.publishedAfterNow(), folder)).isZero();
    }

    private static Replica started(DemoStack stack, Balancer balancer, Deque<Replica> all) throws Exception {
        Replica server = stack.startReplica();
        all.add(server);
        balancer.add(server.port());
        return server;
    }
}
