package io.candour.enforcement;

import java.util.Set;

/** What else comes of choices that were changed. Safe for use by many threads. */
public interface AfterChoices {

    /**
     * In the transaction that changes these people's choices, once their snapshots have moved to the new ones; whatever is
     * thrown undoes the change.
     */
    void changed(Set<String> patients);
}
