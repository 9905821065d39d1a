package io.candour.server.command;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.util.Collection;
import java.util.List;

/** What goes to the server in one POST. */
sealed interface Parcel permits Transaction, Batch {
    /**
     * What the server decides on as one: a whole transaction, or one entry of a batch.
     *
     * @param file the file it comes from
     * @param place where in the file; empty for all of it
     * @param sha256 of its content, in hex
     */
    record Item(String file, String place, int resources, String sha256) {
        String name() {
            return place.isEmpty() ? file : file + " " + place;
        }
    }

    String name();

    /** Of the whole content, whatever has been left out since. */
    String sha256();

    List<Item> items();

    Parcel only(Collection<Item> items);

    BodyPublisher body() throws IOException;

    /** What this answer says about each of the items, in their order. */
    List<Verdict> verdicts(Answer answer);
}
