package io.candour.audit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/**
 * A sum over (patient, time, id) that does not depend on order, so that records and the patients' views of them are
 * compared in one pass each, without sorting or joining what may be millions.
 *
 * <p>Each triple's SHA-256 under a key made for this one comparison, added up as four numbers: who changed the log could
 * not know the key, so different triples have equal sums by a chance of about 2^-256.
 */
final class SubjectSum {

    private static final List<String> COLUMNS = List.of(RecordRow.COLUMNS.split(", "));
    private static final int ID = COLUMNS.indexOf("id");
    private static final int PATIENTS = COLUMNS.indexOf("patients");
    private static final int KEY_BYTES = 32;

    private final byte[] key;
    private final MessageDigest digest = Hash.digest();
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
    void addRecord(CopiedTuples record) {
        ByteBuffer patients = ByteBuffer.wrap(record.bytes(PATIENTS));
        // An array's binary form: dimensions, flags, element type; of each dimension length and lower bound; elements.
        if (patients.getInt(0) == 0) {
            return;
        }
        byte[] at = record.bytes(0);
        byte[] id = record.bytes(ID);
        int length = patients.getInt(12);
        patients.position(20);
        for (int i = 0; i < length; i++) {
            byte[] patient = new byte[patients.getInt()];
            patients.get(patient);
            add(patient, at, id);
        }
    }

    /** A row of {@code access_subject}. */
    void addSubject(CopiedTuples subject) {
        add(subject.bytes(0), subject.bytes(1), subject.bytes(2));
    }

    private void add(byte[] patient, byte[] at, byte[] id) {
        digest.update(key);
        digest.update(at); // Both of a fixed length, so that no two triples read alike.
        digest.update(id);
        digest.update(patient);
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        for (int i = 0; i < sums.length; i++) {
            sums[i] += hash.getLong();
        }
    }

    boolean matches(SubjectSum other) {
        return Arrays.equals(sums, other.sums);
    }
}
