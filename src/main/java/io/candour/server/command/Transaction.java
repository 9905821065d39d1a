package io.candour.server.command;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Collection;
import java.util.List;

/** A transaction Bundle, streamed from its file. */
record Transaction(SourceFile file) implements Parcel {
    @Override
    public String name() {
        return file.name();
    }

    @Override
    public String sha256() {
        return file.sha256();
    }

    @Override
    public List<Item> items() {
        return List.of(new Item(file.name(), "", file.resources(), file.sha256()));
    }

    @Override
    public Transaction only(Collection<Item> items) {
        return this;
    }

    @Override
    public BodyPublisher body() throws IOException {
        return BodyPublishers.ofFile(file.path());
    }

    @Override
    public List<Verdict> verdicts(Answer answer) {
        if (answer.isSuccess() && !answer.isBundle()) {
            return List.of(Verdict.refused(answer.status(), "the answer is not a Bundle: is this a FHIR server?"));
        }
        return List.of(Verdict.of(answer.status(), answer.body()));
    }
}
