package io.kosh.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kosh.bench.Company.Books;
import io.kosh.bench.Load.Result;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {
    private static final Report REPORT = new Report(
            List.of(result("allocate-coin", 8, 1_000), result("allocate-coin", 64, 20_000)),
            result("ping, no database", 64, 80_000),
            List.of(result("plain SQL", 1, 500), result("plain SQL", 32, 25_000)),
            micros(1_000),
            new Books(true, 105_000, 105_000, 0),
            64);

    @Test
    void percentilesAreThoseOfTheRecordedValues() {
        Result result = result("x", 1, 1_000);

        assertThat(result.rate()).isEqualTo(100);
        assertThat(result.p50Millis()).isCloseTo(0.5, within(0.001));
        assertThat(result.p99Millis()).isCloseTo(0.99, within(0.001));
    }

    @Test
    void theRatiosAreOfTheHeadlineConnectionsAndTheBestOfPlainSql() {
        assertThat(REPORT.allocateOverPing()).isEqualTo(0.25);
        assertThat(REPORT.allocateOverBestSql()).isEqualTo(0.8);
    }

    @Test
    void whatWasNotMeasuredHasNoRatio() {
        Report partial = new Report(REPORT.allocations(), null, List.of(), micros(1), REPORT.books(), 64);

        assertThat(partial.allocateOverPing()).isNull();
        assertThat(partial.allocateOverBestSql()).isNull();
        assertThat(partial.table()).contains("not measured");
    }

    @Test
    void theTableLinesUp() {
        assertThat(REPORT.table()).startsWith("""
                                   connections  a second  p50 ms  p99 ms  failed
                allocate-coin                8       100    0.50    0.99       0
                allocate-coin               64     2,000   10.01   19.81       0
                ping, no database           64     8,000   40.03   79.23       0
                plain SQL                    1        50    0.25    0.50       0
                plain SQL                   32     2,500   12.50   24.75       0
                """);
        assertThat(REPORT.table())
                .contains("allocate / ping            0.25\n", "allocate / best plain SQL  0.80\n", "balanced");
    }

    @Test
    void theJsonHoldsTheSameNumbers() {
        JsonNode json = JsonMapper.shared().valueToTree(REPORT.json());

        assertThat(json.at("/allocate/1/ratePerSecond").asDouble()).isEqualTo(2_000);
        assertThat(json.at("/ratios/allocateOverPing").asDouble()).isEqualTo(0.25);
        assertThat(json.at("/plainSql/1/connections").asInt()).isEqualTo(32);
        assertThat(json.at("/books/right").asBoolean()).isTrue();
        assertThat(json.at("/fdatasyncMillis/p50").asDouble()).isCloseTo(0.5, within(0.001));
    }

    @Test
    void booksAreWrongWhereAcknowledgedCoinsAreMissingOrThereAreTooMany() {
        assertThat(new Books(true, 100, 105, 0).right()).isFalse();
        assertThat(new Books(true, 110, 105, 0).right()).isFalse();
        assertThat(new Books(true, 110, 105, 1).right()).isTrue();
        assertThat(new Books(false, 105, 105, 0).right()).isFalse();
    }

    private static Result result(String what, int connections, int count) {
        return new Result(what, connections, count, 0, 10, micros(count));
    }

    /// 1, 2, 3, ... microseconds.
    private static Histogram micros(int count) {
        Histogram micros = new Histogram(120_000_000, 3);
        for (int i = 1; i <= count; i++) {
            micros.recordValue(i);
        }
        return micros;
    }
}
