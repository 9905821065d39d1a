package io.candour.release;

import io.candour.release.Asked.Cell;
import java.util.List;
import java.util.Optional;

/**
 * What a number of people says to somebody outside: nothing of a few, and of more not exactly how many. A function of that
 * number alone, so that no other number tells more of it.
 *
 * @param smallest the smallest that is told of; nobody at all is told too
 * @param roundTo to the nearest multiple of this
 */
record SmallNumbers(int smallest, int roundTo) {

    /** What is told; empty where there are few. */
    Optional<Integer> told(int people) {
        if (people > 0 && people < smallest) {
            return Optional.empty();
        }
        return Optional.of((people + roundTo / 2) / roundTo * roundTo);
    }

    /** What is told of each group. */
    List<Cell> told(Counted counted) {
        return counted.groups().stream()
                .map(group -> new Cell(group.names(), told(group.people().size())))
                .toList();
    }
}
