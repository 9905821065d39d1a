package io.candour.bench;

import io.candour.demo.DemoPostgres;
import io.candour.server.Candour;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A server to measure.
 *
 * @param mainClass on its class path
 * @param properties Spring's, besides those of the address
 * @param classPath this JVM's, unless another is said
 * @param options for java
 */
record Arm(String name, String mainClass, Map<String, String> properties, String classPath, List<String> options) {
    private static final int KEY_BYTES = 32;

    Arm {
        properties = Map.copyOf(properties);
        options = List.copyOf(options);
    }

    private Arm(String name, String mainClass, Map<String, String> properties) {
        this(name, mainClass, properties, System.getProperty("java.class.path"), List.of());
    }

    /** Consent, security and access log on. The issuer is nowhere: it is asked for keys with the first token. */
    static Arm candour(DemoPostgres postgres, String url) {
        Map<String, String> properties = common(postgres, url);
        // The tables' owner makes them; what serves could not change the log, as in production.
        properties.put("candour.database.owner-username", postgres.owner());
        properties.put("candour.database.owner-password", postgres.password());
        properties.put("spring.datasource.username", postgres.user());
        properties.put("candour.identity.issuer", "http://127.0.0.1:1/realms/candour");
        properties.put("candour.identity.audience", "candour");
        properties.put("candour.record.cursor-key", Base64.getEncoder().encodeToString(new byte[KEY_BYTES]));
        return new Arm("candour", Candour.class.getName(), properties);
    }

    /** {@link StockHapi}, which leaves alone the settings that Candour's jar carries. */
    static Arm stock(DemoPostgres postgres, String url) {
        Map<String, String> properties = common(postgres, url);
        properties.put("spring.config.name", "stock-hapi");
        properties.put("spring.flyway.enabled", "false");
        properties.put("spring.main.allow-circular-references", "true");
        properties.put("management.endpoints.web.exposure.include", "health,prometheus");
        return new Arm("stock", StockHapi.class.getName(), properties);
    }

    /** The same with one property more, or another value of it. */
    Arm with(String property, String value) {
        Map<String, String> all = new TreeMap<>(properties);
        all.put(property, value);
        return new Arm(name, mainClass, all, classPath, options);
    }

    /** The same, run from another class path and with more options. */
    Arm run(String fromClassPath, List<String> withOptions) {
        return new Arm(name, mainClass, properties, fromClassPath, withOptions);
    }

    List<String> arguments(int port, String base) {
        Map<String, String> all = new TreeMap<>(properties);
        all.put("server.port", Integer.toString(port));
        all.put("server.address", "127.0.0.1");
        all.put("candour.server.base-url", base);
        return all.entrySet().stream()
                .map(each -> "--%s=%s".formatted(each.getKey(), each.getValue()))
                .toList();
    }

    private static Map<String, String> common(DemoPostgres postgres, String url) {
        return new TreeMap<>(Map.of(
                "spring.datasource.url",
                url,
                "spring.datasource.username",
                postgres.owner(),
                "spring.datasource.password",
                postgres.password(),
                // The owner is called like Candour's schema: HAPI's tables are not there.
                "spring.datasource.hikari.schema",
                "public",
                "spring.datasource.hikari.maximum-pool-size",
                "20",
                "logging.level.ca.uhn.fhir",
                "warn",
                "logging.level.org.hibernate",
                "warn"));
    }
}
