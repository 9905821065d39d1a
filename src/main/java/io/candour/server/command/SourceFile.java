package io.candour.server.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * One file to load, as it was when the plan was made.
 *
 * @param name the path below the folder named on the command line, for people
 * @param resources how many resources (bundle entries, or lines) it holds
 * @param sha256 of its bytes, in hex
 */
record SourceFile(
        Path path, String name, Form form, Stage stage, int resources, String sha256, long bytes, FileTime modified) {
    enum Form {
        /** One transaction Bundle: all or nothing, so it is sent as it is. */
        TRANSACTION,
        /** One batch Bundle: entries stand alone, so it is sent in parts. */
        BATCH,
        /** One resource a line, as FHIR Bulk Data files have it. */
        NDJSON
    }

    SourceFile {
        if (resources < 0 || bytes < 0 || sha256.length() != 64) {
            throw new IllegalArgumentException("not a measured file: " + name);
        }
    }

    /** Whether the file is still the one that was read when the plan was made. */
    boolean isUnchanged() {
        try {
            return Files.size(path) == bytes && Files.getLastModifiedTime(path).equals(modified);
        } catch (IOException e) {
            return false;
        }
    }
}
