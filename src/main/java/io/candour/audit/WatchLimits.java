package io.candour.audit;

/**
 * What is out of the ordinary for a caller in an hour: more than the floor, and more than so many times the most of its
 * own past.
 *
 * @param requests floor of requests in an hour
 * @param patients floor of different patients in an hour: how broadly a caller looks
 * @param timesUsual by how many times the most of the caller's past weeks must be exceeded
 */
public record WatchLimits(int requests, int patients, int timesUsual) {

    public WatchLimits {
        if (requests < 1 || patients < 1 || timesUsual < 1) {
            throw new IllegalArgumentException("limits of the watch are 1 or more");
        }
    }
}
