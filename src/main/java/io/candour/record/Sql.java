package io.candour.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of SQL with its parameters: put together, their order stays right. Values are never written into the text. Immutable. */
public record Sql(String text, List<@Nullable Object> values) {
    public Sql {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    static Sql of(String text, @Nullable Object... values) {
        return new Sql(text, Arrays.asList(values));
    }

    Sql and(Sql more) {
        List<@Nullable Object> all = new ArrayList<>(values);
        all.addAll(more.values);
        return new Sql(text + more.text, all);
    }

    static Sql join(List<Sql> parts, String between) {
        Sql joined = parts.get(0);
        for (Sql part : parts.subList(1, parts.size())) {
            joined = joined.and(Sql.of(between)).and(part);
        }
        return joined;
    }

    @Nullable
    Object[] parameters() {
        return values.toArray();
    }
}
