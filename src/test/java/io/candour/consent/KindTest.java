package io.candour.consent;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.record.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KindTest {
    private static final int WORLDS = 20_000;

    private final long seed = System.nanoTime();
    private final RandomWorld world = new RandomWorld(new Random(seed));
    private final ConsentEngine engine = new ConsentEngine(Deployments.OPT_IN);

    @Test
    void settlesWhenItemsAreOfOneKindThenTheConditionIsTrueOfBothOrNone() {
        int[] settled = new int[2];
        world.accesses(WORLDS, access -> {
            ItemFacts one = world.item(List.of("p"));
            ItemFacts other = People.alike(one, world.item(List.of("p")), "other", Set.of("Condition/reason"));
            assertThat(Kind.of(one).digest()).isEqualTo(Kind.of(other).digest());
            Condition open = engine.residual(
                            access.caller(), access.purpose(), world.snapshot("p", 4), access.grants(), access.now())
                    .condition();
            boolean settles = Kind.settles(open);
            settled[settles ? 1 : 0]++;
            if (settles) {
                assertThat(open.test(one))
                        .as("seed %d: %s of %s and %s", seed, open, one, other)
                        .isEqualTo(open.test(other));
            }
        });

        assertThat(settled[1]).isGreaterThan(WORLDS / 4);
        assertThat(settled[0]).isPositive();
    }

    @Test
    void digestWhenAnyFactIsAnotherThenIsAnother() {
        Set<Kind> kinds = new HashSet<>();
        Set<Object> digests = new HashSet<>();
        for (int i = 0; i < WORLDS; i++) {
            Kind kind = Kind.of(world.item(List.of("p")));
            kinds.add(kind);
            digests.add(kind.digest());
        }

        assertThat(kinds).hasSizeGreaterThan(1_000);
        assertThat(digests).as("seed %d", seed).hasSameSizeAs(kinds);
    }
}
