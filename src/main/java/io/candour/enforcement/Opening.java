package io.candour.enforcement;

/** Whether records may be read at all. Asked at every request, so it answers from memory. */
@FunctionalInterface
public interface Opening {
    boolean open();
}
