package io.kosh.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.HdrHistogram.Histogram;

/// How long the disk takes to make a page durable: the floor under every commit.
final class Disk {
    private static final int PAGE_BYTES = 4096;

    private Disk() {}

    /// Microseconds of a write of a page and its fdatasync, so many times, in the folder of the data.
    static Histogram syncMicros(Path folder, int times) throws IOException {
        Histogram micros = new Histogram(60_000_000, 3);
        Path file = Files.createTempFile(folder, "sync", ".bin");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer page = ByteBuffer.allocateDirect(PAGE_BYTES);
            for (int i = 0; i < times; i++) {
                page.clear();
                page.putInt(0, i);
                long began = System.nanoTime();
                channel.write(page);
                channel.force(false);
                micros.recordValue((System.nanoTime() - began) / 1000);
            }
        } finally {
            Files.delete(file);
        }
        return micros;
    }
}
