package io.candour.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.audit.Hash;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/** Some entries of a file, sent as one batch Bundle. */
record Batch(String name, String sha256, List<Entry> entries) implements Parcel {
    private static final byte[] HEAD =
            "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SEPARATOR = {','};
    private static final byte[] TAIL = {']', '}'};

    /** One Bundle.entry as it is sent. */
    record Entry(Item item, byte[] json) {
        static Entry of(String file, String place, byte[] json) {
            return new Entry(new Item(file, place, 1, Hash.of(json).hex()), json);
        }
    }

    Batch {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("a batch of nothing");
        }
        entries = List.copyOf(entries);
    }

    static Batch of(List<Entry> entries) {
        var digest = Hash.digest();
        entries.forEach(entry -> digest.update(entry.json()));
        Item first = entries.get(0).item();
        String name = first.name() + " and " + (entries.size() - 1) + " more";
        return new Batch(name, Hash.of(digest).hex(), entries);
    }

    @Override
    public List<Item> items() {
        return entries.stream().map(Entry::item).toList();
    }

    @Override
    public Batch only(Collection<Item> items) {
        var kept = new HashSet<>(items);
        return new Batch(
                name,
                sha256,
                entries.stream().filter(entry -> kept.contains(entry.item())).toList());
    }

    @Override
    public BodyPublisher body() {
        var parts = new ArrayList<byte[]>();
        parts.add(HEAD);
        entries.forEach(entry -> {
            if (parts.size() > 1) {
                parts.add(SEPARATOR);
            }
            parts.add(entry.json());
        });
        parts.add(TAIL);
        long length = parts.stream().mapToLong(part -> part.length).sum();
        return BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(parts), length);
    }

    @Override
    public List<Verdict> verdicts(Answer answer) {
        if (!answer.isSuccess()) {
            Verdict all = Verdict.of(answer.status(), answer.body());
            return entries.stream().map(entry -> all).toList();
        }
        JsonNode answers = answer.body().path("entry");
        if (answers.size() != entries.size()) {
            Verdict all = Verdict.refused(
                    answer.status(), "the answer has " + answers.size() + " entries for " + entries.size() + " sent");
            return entries.stream().map(entry -> all).toList();
        }
        var verdicts = new ArrayList<Verdict>();
        answers.forEach(entry -> {
            JsonNode response = entry.path("response");
            verdicts.add(Verdict.of(statusOf(response), response.path("outcome")));
        });
        return verdicts;
    }

    /** Bundle.entry.response.status starts with the three digits. */
    private static int statusOf(JsonNode response) {
        String status = response.path("status").asText();
        return status.matches("\\d{3}( .*)?") ? Integer.parseInt(status.substring(0, 3)) : 500;
    }
}
