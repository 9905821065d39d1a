package io.candour.audit;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/**
 * A sum over (patient, time, id) that does not depend on order, so that records and the patients' views of them are
 * compared in one pass each, without sorting or joining what may be millions.
 *
 * <p>Each triple's SHA-256 under a key made for this one comparison, added up as four numbers: who changed the log could
 * not know the key, so different triples have equal sums by a chance of about 2^-256. Confined to one thread; sums of
 * several add up to the sum of all.
 */
final class SubjectSum {

    private static final List<String> COLUMNS = List.of(RecordRow.COLUMNS.split(", "));
    private static final int ID = COLUMNS.indexOf("id");
    private static final int PATIENTS = COLUMNS.indexOf("patients");
    private static final int KEY_BYTES = 32;

    private final byte[] key;
    private final MessageDigest digest = Hash.digest();
    private final ByteBuffer hash = ByteBuffer.allocate(digest.getDigestLength());
    private final long[] sums = new long[4];

    SubjectSum(byte[] key) {
        this.key = key.clone();
    }

    static byte[] key() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }

    /** A row of {@code access_record}: as many triples as it names patients. */
    void addRecord(CopiedRow record) {
        ByteBuffer patients = record.field(PATIENTS);
        // An array's binary form: dimensions, flags, element type; of each dimension length and lower bound; elements.
        int start = patients.position();
        if (patients.getInt(start) != 1) {
            return; // None, or none that we wrote: such a row doesn't have its hash.
        }
        int length = patients.getInt(start + 12);
        patients.position(start + 20);
        int end = patients.limit();
        for (int i = 0; i < length; i++) {
            int size = Math.max(0, patients.getInt());
            add(patients.limit(patients.position() + size), record, 0, ID);
            patients.limit(end);
        }
    }

    /** A row of {@code access_subject}. */
    void addSubject(CopiedRow subject) {
        add(subject.field(0), subject, 1, 2);
    }

    void add(SubjectSum other) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.sums[i];
        }
    }

    private void add(ByteBuffer patient, CopiedRow row, int at, int id) {
        digest.update(key);
        digest.update(row.field(at)); // Both of a fixed length, so that no two triples read alike.
        digest.update(row.field(id));
        digest.update(patient);
        try {
            digest.digest(hash.array(), 0, hash.capacity());
        } catch (DigestException e) {
            throw new IllegalStateException("the buffer has the digest's length", e);
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] += hash.getLong(8 * i);
        }
    }

    boolean matches(SubjectSum other) {
        return Arrays.equals(sums, other.sums);
    }
}
