package io.candour.audit;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections of their own: never from a pool that requests draw on, or the log would wait for those it serves. */
@FunctionalInterface
public interface ConnectionSource {

    Connection open() throws SQLException;
}
