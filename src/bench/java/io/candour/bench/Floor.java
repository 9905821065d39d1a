package io.candour.bench;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the machine itself can do, to be read beside the ratios.
 *
 * @param fsyncs of 8 kB a second, one after the other
 * @param pages of 20 rows of the record index that PostgreSQL hands out a second, over 8 connections
 */
record Floor(int processors, String java, double fsyncs, double pages) {
    private static final double SECONDS = 3;
    private static final int CONNECTIONS = 8;
    private static final int BLOCK = 8192;

    static Floor measure(Stage stage, Path directory) throws Exception {
        Floor floor = new Floor(
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().toString(),
                fsyncs(directory),
                pages(stage));
        Progress.say("%s", floor);
        return floor;
    }

    private static double fsyncs(Path directory) throws Exception {
        Path file = Files.createTempFile(directory, "fsync", "");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long start = System.nanoTime();
            int count = 0;
            while (System.nanoTime() - start < SECONDS * 1e9) {
                channel.write(ByteBuffer.allocate(BLOCK), (long) BLOCK * (count % 100));
                channel.force(false);
                count++;
            }
            return count * 1e9 / (System.nanoTime() - start);
        } finally {
            Files.delete(file);
        }
    }

    private static double pages(Stage stage) throws Exception {
        long end = System.nanoTime() + (long) (SECONDS * 1e9);
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        List<Callable<Integer>> readers = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            readers.add(() -> pages(stage, end));
        }
        int count = 0;
        for (Future<Integer> each : threads.invokeAll(readers)) {
            count += each.get();
        }
        threads.shutdown();
        return count / SECONDS;
    }

    private static int pages(Stage stage, long end) throws Exception {
        int count = 0;
        try (Connection connection = stage.superuser("candour");
                PreparedStatement page = connection.prepareStatement(
                        """
                        select content from candour.record_item
                        where patient = (select patient from candour.record_item where type = 'Observation' limit 1)
                            and type = 'Observation'
                        order by clinical desc, id desc limit 20
                        """)) {
            while (System.nanoTime() < end) {
                try (ResultSet rows = page.executeQuery()) {
                    while (rows.next()) {
                        rows.getString(1);
                    }
                }
                count++;
            }
        }
        return count;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d processors, Java %s, %.0f fsyncs/s, %.0f pages/s from PostgreSQL alone",
                processors,
                java,
                fsyncs,
                pages);
    }
}
