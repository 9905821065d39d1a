package io.candour.server.database;

import java.util.Optional;
import javax.sql.DataSource;

/**
 * The login that owns the tables. No bean of type DataSource, so that nothing can take it for the one that serves.
 *
 * @param source empty where this server is not told it
 */
public record DatabaseOwner(Optional<DataSource> source) {}
