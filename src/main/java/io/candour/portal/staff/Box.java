package io.candour.portal.staff;

import io.candour.portal.words.Entry;
import java.util.List;
import java.util.Optional;

/**
 * One part of a record at a glance.
 *
 * @param key of its messages: allergies, medicines, conditions, test-results, measurements
 * @param rows what counts now
 * @param past how many more were found that do not count any more, or never did
 * @param more whether there is more than was asked for
 * @param refused whether the server did not answer, so that nothing here means nothing
 */
record Box(String key, List<Row> rows, long past, boolean more, boolean refused) {
    /**
     * One item.
     *
     * @param detail how a medicine is taken, how somebody reacts to what they can't bear
     * @param serious whether it may kill
     */
    record Row(Entry entry, Optional<String> detail, boolean serious) {}
}
