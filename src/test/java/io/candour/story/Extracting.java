package io.candour.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candour.demo.DemoStack;
import io.candour.demo.Replica;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;

/** A server that gives one programme extracts, until it is closed; the stack's own gives none. */
public final class Extracting implements AutoCloseable {
    private final Path place;
    private final String programme;
    private final OpenPGPKey key;
    private final Map<String, String> configuration;
    private final Replica server;

    private Extracting(
            Path place, String programme, OpenPGPKey key, Map<String, String> configuration, Replica server) {
        this.place = place;
        this.programme = programme;
        this.key = key;
        this.configuration = configuration;
        this.server = server;
    }

    /**
     * Registers the programme, makes its recipient's key and starts the server.
     *
     * @param place an empty directory
     * @param title of the programme, which runs
     */
    public static Extracting of(DemoStack stack, Path place, String title) throws Exception {
        Map<String, Object> given = new LinkedHashMap<>(Registering.programme());
        given.put("title:valueString", title);
        String programme = Registering.running(stack, given);
        OpenPGPKey key = new BcOpenPGPApi()
                .generateKey(PublicKeyPacket.VERSION_4)
                .ed25519x25519Key("University of Elmshire")
                .build();
        Files.writeString(place.resolve("university.asc"), key.toCertificate().toAsciiArmoredString());
        Files.writeString(place.resolve("keys"), "first " + "A".repeat(44) + "\n");
        String extracts = "candour.release.extracts.";
        Map<String, String> configuration = new TreeMap<>(stack.serverProperties());
        configuration.put(extracts + "directory", place.resolve("extracts").toString());
        configuration.put(extracts + "pseudonym-keys", place.resolve("keys").toString());
        configuration.put(
                extracts + "programmes." + programme + ".recipient-key",
                place.resolve("university.asc").toString());
        configuration.put(extracts + "programmes." + programme + ".reach", "100y");
        configuration.put("candour.release.smallest", "3");
        configuration.put("candour.release.round-to", "2");
        return new Extracting(place, programme, key, configuration, stack.startReplicaOf(configuration));
    }

    /** The programme's id. */
    String programme() {
        return programme;
    }

    public Replica server() {
        return server;
    }

    /** All that the server is configured with; for commands that take the same. */
    Map<String, String> configuration() {
        return Map.copyOf(configuration);
    }

    /** Where an extract is fetched, once it was let out. */
    Path released(String extract) {
        return place.resolve("extracts").resolve("released").resolve(extract);
    }

    /** The rows that the recipient has, having opened all files of an extract. */
    List<JsonNode> opened(String extract) throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(released(extract))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".pgp")).toList()) {
                try (InputStream sealed = Files.newInputStream(file);
                        InputStream open = new BcOpenPGPApi()
                                .decryptAndOrVerifyMessage()
                                .addDecryptionKey(key)
                                .process(sealed)) {
                    for (String line : new String(open.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList()) {
                        lines.add(JsonMapper.builder().build().readTree(line));
                    }
                }
            }
        }
        return lines;
    }

    @Override
    public void close() {
        server.close();
    }
}
