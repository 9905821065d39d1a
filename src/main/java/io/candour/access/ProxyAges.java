package io.candour.access;

/**
 * From what age somebody may do what, in years.
 *
 * @param proxy to act for another
 * @param own to say oneself who may act
 * @param child until when parents may, by their responsibility; their right ends on that birthday
 */
public record ProxyAges(int proxy, int own, int child) {
    public ProxyAges {
        if (proxy < 0 || own < 0 || child < 0) {
            throw new IllegalArgumentException("an age is not negative");
        }
    }
}
