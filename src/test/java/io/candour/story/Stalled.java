package io.candour.story;

import io.candour.demo.DemoStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Every question that is put to the records stands still before its answer is kept, as a long one would, until it is closed. */
public final class Stalled implements AutoCloseable {
    private final Connection holder;

    public Stalled(DemoStack stack) throws SQLException {
        holder = DriverManager.getConnection(stack.postgres().url(), "postgres", "postgres");
        try (Statement lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            // Lets others read, and nobody write.
            lock.execute("lock table candour.question_run in share mode");
        }
    }

    @Override
    public void close() throws SQLException {
        holder.rollback();
        holder.close();
    }
}
