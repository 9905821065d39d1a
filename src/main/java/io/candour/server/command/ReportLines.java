package io.candour.server.command;

import java.util.ArrayList;
import java.util.List;

/** A report as a person reads it at the end of a run. */
record ReportLines(ImportReport.Document report) {
    private static final int SHOWN_FAILURES = 20;

    /** The first failures, a line each, and how many more there are. */
    List<String> failures(boolean isAlsoWritten) {
        var lines = new ArrayList<String>();
        for (ImportReport.Failure failure : report.failures()) {
            if (lines.size() == SHOWN_FAILURES) {
                long more = report.failures().size() - SHOWN_FAILURES + report.failuresNotListed();
                lines.add("... and %,d more%s".formatted(more, isAlsoWritten ? "" : " (--report FILE lists them)"));
                break;
            }
            String place = failure.place().isEmpty() ? "" : " " + failure.place();
            lines.add("Failed: " + failure.file() + place + ": " + failure.reason());
        }
        report.gaveUp().ifPresent(reason -> lines.add("Gave up: " + reason));
        return lines;
    }

    String summary() {
        ImportReport.Files files = report.files();
        ImportReport.Resources resources = report.resources();
        var parts = new ArrayList<String>();
        parts.add("Loaded %,d files (%,d resources)".formatted(files.loaded(), resources.loaded()));
        parts.add("skipped %,d loaded before (%,d resources)".formatted(files.skipped(), resources.skipped()));
        if (resources.alreadyThere() > 0) {
            parts.add("found %,d resources already there".formatted(resources.alreadyThere()));
        }
        parts.add("failed %,d (%,d resources)".formatted(files.failed(), resources.failed()));
        if (files.notSent() > 0) {
            parts.add("not sent %,d".formatted(files.notSent()));
        }
        return String.join(", ", parts) + ".";
    }
}
