package io.candour.release;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** Who knows of national opt-outs: it takes NHS numbers, and gives back those whose data may be used. */
interface OptOutService {

    /**
     * Those of these numbers that are not opted out, as told no longer ago than an answer counts.
     *
     * @return empty where that is not known yet; it is being asked then
     * @throws IOException where it can't be asked, or its answer can't be what it was asked
     */
    Optional<Set<String>> clear(SortedSet<String> numbers) throws IOException;

    /** Deletes answers that no longer count. */
    void forget() throws IOException;
}
