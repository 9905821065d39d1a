package io.candour.consent;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.consent.Basis.ByConsent;
import io.candour.consent.Basis.ByRule;
import io.candour.consent.Decision.Deny;
import io.candour.consent.Decision.Permit;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReasonsTest {
    private static final Basis ONE = new ByConsent("c", "1");
    private static final Basis OTHER = ByRule.SELF;

    private final Reasons none = Reasons.none(People.NOW);

    @Test
    void andWhenGivenAgainThenNothingNewIsMade() {
        Reasons one = none.and(ONE);
        assertThat(none.and(OTHER).list()).containsExactly(OTHER);
        assertThat(none.and(new ByConsent("c", "1"))).isSameAs(one);
        assertThat(one.and(ONE)).isSameAs(one);
        assertThat(one.and(OTHER)).isSameAs(one.and(OTHER)).isNotSameAs(none.and(OTHER));
        assertThat(one.permit()).isSameAs(one.permit());
    }

    @Test
    void decisionsWhenMadeThenRestOnTheReasonsInOrder() {
        assertThat(none.isEmpty()).isTrue();
        assertThat(none.and(ONE).isEmpty()).isFalse();
        assertThat(none.and(OTHER).and(ONE).permit()).isEqualTo(new Permit(List.of(OTHER, ONE), People.NOW));
        assertThat(none.and(ONE).deny(true)).isEqualTo(new Deny(List.of(ONE), People.NOW, true));
    }
}
