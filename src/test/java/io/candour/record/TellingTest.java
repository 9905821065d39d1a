package io.candour.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TellingTest {
    private final Telling telling = new Telling();

    private void item(String reference) {
        telling.item(reference, new boolean[] {true, true, true});
    }

    @Test
    void settleWhenAnItemIsClosedToSomebodyThenAllThatTellOfItAre() {
        item("List/far");
        item("List/near");
        telling.link("List/far", "List/near", null);
        telling.link("List/near", "Condition/c", new boolean[] {true, false, true});

        telling.settle();

        assertThat(telling.open("List/near")).containsExactly(true, false, true);
        assertThat(telling.open("List/far")).containsExactly(true, false, true);
        assertThat(telling.left()).isEmpty();
    }

    @Test
    void settleWhenItemsTellOfEachOtherThenAllAreClosedWhereOneIs() {
        item("List/a");
        telling.item("List/b", new boolean[] {true, true, false});
        telling.link("List/a", "List/b", null);
        telling.link("List/b", "List/a", null);
        telling.link("List/a", "Condition/c", new boolean[] {false, true, true});

        telling.settle();

        assertThat(telling.open("List/a")).containsExactly(false, true, false);
        assertThat(telling.open("List/b")).containsExactly(false, true, false);
    }

    @Test
    void settleWhenSomethingIsLeftThenAllThatTellOfItAreAndNoOthers() {
        item("List/far");
        item("List/near");
        item("List/other");
        telling.link("List/far", "List/near", null);
        telling.link("List/near", "Condition/theirs", null);
        telling.link("List/other", "Medication/m", null);
        telling.link("List/other", "List/shared", null);

        assertThat(telling.elsewhere()).containsExactlyInAnyOrder("Condition/theirs", "Medication/m", "List/shared");
        telling.leave("Condition/theirs");
        telling.settle();

        assertThat(telling.left()).containsExactlyInAnyOrder("Condition/theirs", "List/near", "List/far");
        assertThat(telling.open("List/other")).containsOnly(true);
    }
}
