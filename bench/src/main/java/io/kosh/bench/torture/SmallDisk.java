package io.kosh.bench.torture;

import io.kosh.bench.BenchFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// A file system of its own in memory, small enough to be filled to the last byte.
final class SmallDisk implements AutoCloseable {
    private static final int LARGEST_PIECE = 8 << 20;
    private static final int SMALLEST_PIECE = 512;

    private final Path folder;
    private final Path ballast;

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.ballast = folder.resolve("ballast");
    }

    /// Makes the folder and mounts the file system on it, which takes rights that not everybody has.
    static SmallDisk mount(Path folder, int megabytes) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        String refused = Signals.run(List.of(
                "mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m,mode=700", "kosh-torture", folder.toString()));
        if (!refused.isEmpty()) {
            throw new BenchFailure("A small file system cannot be mounted here (" + refused + ").");
        }
        return new SmallDisk(folder);
    }

    Path folder() {
        return folder;
    }

    /// Takes every byte that is left, also those that became free since it was called last.
    void fill() throws IOException {
        try (FileChannel file = FileChannel.open(
                ballast, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            for (int piece = LARGEST_PIECE; piece >= SMALLEST_PIECE; ) {
                try {
                    if (file.write(ByteBuffer.allocate(piece)) < piece) {
                        piece /= 2;
                    }
                } catch (IOException _) {
                    piece /= 2;
                }
            }
        }
    }

    void free() throws IOException {
        Files.deleteIfExists(ballast);
    }

    @Override
    public void close() throws IOException {
        try {
            if (!Signals.run(List.of("umount", folder.toString())).isEmpty()) {
                Signals.run(List.of("umount", "-l", folder.toString()));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
