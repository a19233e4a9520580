package io.kosh.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MomentIdTest {
    @Test
    void anIdBeginsWithItsMomentAndEndsAtRandom() {
        Instant at = Instant.ofEpochMilli(1_784_195_236_818L);
        Random random = new Random(1);

        String id = new MomentId("ORD").mint(at, random);

        assertThat(id).matches("ORD1784195236818[A-Za-z0-9]{5}");
        assertThat(new MomentId("ORD").mint(at, random)).isNotEqualTo(id);
    }
}
