package io.candour.enforcement;

import io.candour.record.Order;
import io.candour.record.RecordIndex;
import io.candour.record.RecordItem;
import io.candour.record.Sought;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Items that may be shown, in order; each is decided before it is. Used by one thread, for one answer. */
interface Candidates {
    /** How many are read at once. */
    int CHUNK = 200;

    Order order();

    /** The next of them. @param position from behind there; empty from the start */
    List<RecordItem> after(Optional<Order.Position> position, int limit);

    /** How many that are open can be counted without deciding each; the others are {@link #toDecide}. */
    default int decided() {
        return 0;
    }

    default Candidates toDecide() {
        return this;
    }

    /** Reads on until the page is full and one more was seen. */
    default Filled fill(Verdicts verdicts, Optional<Order.Position> start, int count) {
        List<RecordItem> page = new ArrayList<>();
        boolean more = count > 0 && permitted(verdicts, start, count + 1, page::add) > count;
        return new Filled(more ? page.subList(0, count) : page, more);
    }

    /** How many of them the caller may have. */
    default int count(Verdicts verdicts) {
        return decided() + toDecide().permitted(verdicts, Optional.empty(), Integer.MAX_VALUE, any -> {});
    }

    /** Gives away those that the caller may have, at most so many, and says how many they were. */
    private int permitted(
            Verdicts verdicts, Optional<Order.Position> start, int most, Consumer<? super RecordItem> taker) {
        Optional<Order.Position> after = start;
        int limit = Math.min(most, CHUNK);
        int taken = 0;
        while (true) {
            List<RecordItem> chunk = after(after, limit);
            verdicts.aboutAll(chunk.stream().map(RecordItem::facts).toList());
            for (RecordItem item : chunk) {
                if (verdicts.permits(item.facts())) {
                    taker.accept(item);
                    if (++taken == most) {
                        return taken;
                    }
                }
            }
            if (chunk.size() < limit) {
                return taken;
            }
            after = Optional.of(order().positionOf(chunk.get(chunk.size() - 1)));
        }
    }

    /** @param more whether there is one to show behind them */
    record Filled(List<RecordItem> items, boolean more) {}

    /** Read as they come. */
    record Any(Order order, Reader reader) implements Candidates {
        interface Reader {
            List<RecordItem> after(Optional<Order.Position> position, int limit);
        }

        @Override
        public List<RecordItem> after(Optional<Order.Position> position, int limit) {
            return reader.after(position, limit);
        }
    }

    /** Items of one patient: what is closed to the caller is left out by the database, so that it costs nobody anything. */
    record OfPatient(RecordIndex index, Sought sought, Order order) implements Candidates {
        @Override
        public List<RecordItem> after(Optional<Order.Position> position, int limit) {
            return index.search(sought, order, position, limit);
        }

        @Override
        public int decided() {
            return index.count(sought);
        }

        @Override
        public Candidates toDecide() {
            return new OfPatient(index, sought.shared(), order);
        }
    }
}
