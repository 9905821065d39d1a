package io.candour.record;

import io.candour.choice.StoredJson;
import io.candour.consent.Category;
import io.candour.consent.Condition;
import io.candour.consent.Confidentiality;
import io.candour.consent.ItemFacts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What items have in common of which most conditions are true alike: all that a decision asks of them but which they are,
 * when they happened and what for. What holds of one of a kind is then known of all, so it need not be asked of each row.
 * Immutable.
 */
public record Kind(
        String type,
        List<String> profiles,
        List<String> documentTypes,
        Category category,
        Confidentiality confidentiality,
        List<String> sensitivity,
        Optional<String> source,
        List<String> authors,
        boolean noPatient) {

    private static final Set<Class<? extends Condition>> SETTLED = Set.of(
            Condition.Flag.class,
            Condition.TypeIn.class,
            Condition.ProfileIn.class,
            Condition.DocumentTypeIn.class,
            Condition.CategoryIn.class,
            Condition.AuthoredBy.class,
            Condition.SourceIn.class,
            Condition.ConfidentialityAtMost.class,
            Condition.ConfidentialityAtLeast.class,
            Condition.SensitivityWithin.class,
            Condition.SensitivityIn.class);

    public static Kind of(ItemFacts facts) {
        return new Kind(
                facts.type(),
                sorted(facts.profiles()),
                sorted(facts.documentTypes()),
                facts.category(),
                facts.confidentiality(),
                sorted(facts.sensitivity()),
                facts.sourceOrganisation(),
                sorted(facts.authors()),
                facts.noPatient());
    }

    /** Whether the condition is true of all items of a kind or of none, whatever the kind. */
    public static boolean settles(Condition condition) {
        if (condition instanceof Condition.All all) {
            return all.of().stream().allMatch(Kind::settles);
        }
        if (condition instanceof Condition.Any any) {
            return any.of().stream().allMatch(Kind::settles);
        }
        if (condition instanceof Condition.Not not) {
            return settles(not.of());
        }
        return SETTLED.contains(condition.getClass());
    }

    /** A short name, the same in every run and for no other kind: the first 128 bits of its SHA-256. */
    public UUID digest() {
        byte[] written = StoredJson.write(this).getBytes(StandardCharsets.UTF_8);
        try {
            ByteBuffer hash =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(written));
            return new UUID(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** Those of an item of this kind and of all that it tells of, where these are known. */
    public Optional<Set<UUID>> with(Optional<Set<UUID>> told) {
        return told.map(others -> {
            Set<UUID> all = new HashSet<>(others);
            all.add(digest());
            return all;
        });
    }

    private static List<String> sorted(Collection<String> words) {
        return words.stream().sorted().toList();
    }
}
