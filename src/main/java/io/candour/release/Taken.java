package io.candour.release;

import io.candour.audit.Hash;
import io.candour.consent.Category;
import io.candour.consent.ItemFacts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * What of somebody's is in an extract: of which classes, and which items in which version. Of items numbers alone are kept,
 * since there are many: two of one person have the same once in billions of people. Filled by one thread.
 */
final class Taken {
    private static final int FEW = 8;

    private final Set<Category> classes = EnumSet.noneOf(Category.class);
    private long[] items = new long[FEW];
    private long[] versions = new long[FEW];
    private int count;

    /** The number of an item, made of its name. */
    static long number(ItemFacts item) {
        return ByteBuffer.wrap(Hash.digest().digest(item.reference().getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    void add(Category category, long item, long version) {
        classes.add(category);
        if (count == items.length) {
            items = Arrays.copyOf(items, 2 * count);
            versions = Arrays.copyOf(versions, 2 * count);
        }
        items[count] = item;
        versions[count] = version;
        count++;
    }

    Set<Category> classes() {
        return classes;
    }

    long[] items() {
        return Arrays.copyOf(items, count);
    }

    /** In order of {@link #items}. */
    long[] versions() {
        return Arrays.copyOf(versions, count);
    }
}
