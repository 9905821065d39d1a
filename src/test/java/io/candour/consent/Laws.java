package io.candour.consent;

import static org.assertj.core.api.Assertions.fail;

import io.candour.consent.Decision.Deny;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Where laws are held: over every small world and over random large ones. A failure names its seed;
 * {@code -Dcandour.laws.seed=…} plays it again.
 */
abstract class Laws {
    static final int WORLDS = Integer.getInteger("candour.laws.worlds", 8_000);

    final long seed = Long.getLong("candour.laws.seed", System.nanoTime());
    final Random random = new Random(seed);
    final RandomWorld world = new RandomWorld(random);
    final ConsentEngine engine = new ConsentEngine(deployment());

    /** How often a law had something to say; one that never had proves nothing. */
    int cases;

    /** Laws that are held in the other kind of deployment too have a subclass for it. */
    Policy deployment() {
        return Deployments.OPT_IN;
    }

    final void everywhere(Consumer<Access> law) {
        SmallWorld.accesses(3, law);
        world.accesses(WORLDS, law);
    }

    final Decision decide(Access access) {
        return access.decide(engine);
    }

    final void hold(boolean law, Access... accesses) {
        if (!law) {
            fail(
                    "seed %d: %s",
                    seed,
                    Stream.of(accesses)
                            .map(access -> decide(access) + " of " + access)
                            .toList());
        }
    }

    static boolean overridable(Decision decision) {
        return decision instanceof Deny deny && deny.overridable();
    }
}
