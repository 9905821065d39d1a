package io.candour.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.candour.audit.Checkpoints;
import io.candour.audit.SignedCheckpoint;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The access log's latest signed checkpoint, for anybody to fetch and keep: {@code verify-log} later tells whether the log
 * still holds what it covered. It names no person and nothing of the log but hashes and how far each writer had come.
 */
final class CheckpointServlet extends HttpServlet {
    static final String PATH = "/.well-known/candour-log-checkpoint";

    private static final long serialVersionUID = 1L;

    private final transient DataSource database;

    CheckpointServlet(DataSource database) {
        this.database = database;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<SignedCheckpoint> latest;
        try {
            latest = Checkpoints.latest(database);
        } catch (SQLException e) {
            response.setHeader("Retry-After", "5");
            answer(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "The checkpoint cannot be read right now.\n");
            return;
        }
        if (latest.isEmpty()) {
            answer(response, HttpServletResponse.SC_NOT_FOUND, "No checkpoint has been taken yet.\n");
            return;
        }
        response.setHeader("Cache-Control", "public, max-age=60");
        answer(response, HttpServletResponse.SC_OK, latest.get().toString());
    }

    private static void answer(HttpServletResponse response, int status, String text) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.getOutputStream().write(text.getBytes(UTF_8));
    }
}
