package io.candour.server.command;

import static java.util.Comparator.comparing;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What will be loaded, in the order of {@link Stage} and then of the names, and what cannot be.
 *
 * @param files what can be loaded
 * @param unreadable what cannot, and why
 */
record ImportPlan(List<SourceFile> files, List<Unreadable> unreadable) {
    record Unreadable(String name, String reason) {}

    ImportPlan {
        files = files.stream()
                .sorted(comparing(SourceFile::stage).thenComparing(SourceFile::name))
                .toList();
        unreadable = List.copyOf(unreadable);
    }

    /** Reads every {@code *.json} and {@code *.ndjson} in these folders, hidden ones left out, and every file named. */
    static ImportPlan of(List<Path> foldersAndFiles) throws IOException {
        var paths = new TreeMap<Path, String>();
        for (Path root : foldersAndFiles) {
            if (Files.isDirectory(root)) {
                walk(root, paths);
            } else {
                paths.put(root, root.getFileName().toString());
            }
        }
        var files = new ArrayList<SourceFile>();
        var unreadable = new ArrayList<Unreadable>();
        paths.forEach((path, name) -> {
            try {
                files.add(SourceReader.read(path, name));
            } catch (UnreadableFile e) {
                unreadable.add(new Unreadable(name, e.reason()));
            }
        });
        return new ImportPlan(files, unreadable);
    }

    long resources() {
        return files.stream().mapToLong(SourceFile::resources).sum();
    }

    private static void walk(Path root, TreeMap<Path, String> paths) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return isHidden(folder) && !folder.equals(root)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (SourceReader.canRead(file) && !isHidden(file)) {
                    paths.put(file, root.relativize(file).toString());
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static boolean isHidden(Path path) {
        return path.getFileName() != null && path.getFileName().toString().startsWith(".");
    }
}
