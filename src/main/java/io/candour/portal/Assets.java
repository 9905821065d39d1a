package io.candour.portal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Styles and scripts under a path that is another as soon as one of them is: browsers may keep them for good. */
final class Assets {
    static final String LOCATION = "classpath:/io/candour/portal/assets/";

    private static final int LETTERS = 12;

    private Assets() {}

    /**
     * Their path: {@code /assets/} and a hash of all that is there.
     *
     * @throws IllegalStateException if nothing is: the build did not make them
     */
    static String path() {
        try {
            List<Resource> all = Arrays.stream(new PathMatchingResourcePatternResolver()
                            .getResources(LOCATION.replace(":/", "*:/") + "**"))
                    .filter(Resource::isReadable)
                    .sorted(Comparator.comparing(Assets::name))
                    .toList();
            if (all.isEmpty()) {
                throw new IllegalStateException("The pages' styles and scripts are missing: build with Maven");
            }
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            for (Resource each : all) {
                try (InputStream content = each.getInputStream()) {
                    hash.update(content.readAllBytes());
                }
            }
            return Paths.ASSETS + HexFormat.of().formatHex(hash.digest()).substring(0, LETTERS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String name(Resource resource) {
        try {
            return resource.getURL().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
