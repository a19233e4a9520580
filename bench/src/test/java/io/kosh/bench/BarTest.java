package io.kosh.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kosh.bench.Bar.Limit;
import io.kosh.bench.BarTable.Point;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class BarTest {
    @Test
    void aRatioOnTheBarMeetsItAndOneBelowMissesItByItsShare() {
        assertThat(ratio(5.0).met()).isTrue();
        assertThat(ratio(5.0).verdict()).isEqualTo("met");
        assertThat(ratio(4.0).met()).isFalse();
        assertThat(ratio(4.0).verdict()).isEqualTo("missed by 20 %");
        assertThat(ratio(4.9).verdict()).isEqualTo("missed by 2.0 %");
        assertThat(ratio(4.0).reached()).isCloseTo(0.8, within(1e-9));
    }

    @Test
    void aTimeBelowItsLimitMeetsIt() {
        assertThat(millis(12.5).met()).isTrue();
        assertThat(millis(12.5).reached()).isCloseTo(2, within(1e-9));
        assertThat(millis(25.0).met()).isTrue();
        assertThat(millis(50.0).verdict()).isEqualTo("missed by 100 %");
        assertThat(millis(-0.4).met())
                .as("faster than what it is compared with")
                .isTrue();
        assertThat(millis(-0.4).reached()).isNull();
    }

    @Test
    void anOpenLoopThatFellBehindMissesItsBar() {
        Load.Result behind = new Load.Result("open", 0, 900, 100, 1, new org.HdrHistogram.Histogram(1_000_000, 3));

        assertThat(Bar.keptUp("open", "open", behind, 1_000).met()).isFalse();
        assertThat(Bar.keptUp("open", "open", behind, 900).met()).isTrue();
    }

    @Test
    void whatWasNotMeasuredMeetsNothing() {
        assertThat(ratio(null).met()).isFalse();
        assertThat(ratio(null).verdict()).isEqualTo("not measured");
        assertThat(ratio(null).valueText()).isEqualTo("-");
    }

    @Test
    void theTableSurvivesItsFile() {
        BarTable table = table();

        BarTable read = JsonMapper.shared().readValue(JsonMapper.shared().writeValueAsString(table), BarTable.class);

        assertThat(read).isEqualTo(table);
    }

    @Test
    void aLaterRunReplacesWhatItMeasuredAndKeepsTheRest() {
        BarTable later = BarTable.empty();
        later.add(new Bar("time", "time", 3.0, "ms", 25, Bar.Sense.AT_MOST, "later"));
        later.line("long", "full books", List.of(new Point(1, 9)));

        BarTable both = later.over(table());

        assertThat(both.bars()).extracting(Bar::detail).containsExactly("detail", "later");
        assertThat(both.of("long").getFirst().points()).containsExactly(new Point(1, 9));
        assertThat(both.of("connections")).hasSize(1);
        assertThat(both.marks()).as("the marks of the replaced line are gone").isEmpty();
    }

    @Test
    void thePrintedTableSaysWhatWasMissed() {
        assertThat(table().table())
                .contains("4.00 x", ">= 5.00 x", "missed by 20 %", "12.5 ms", "ratio: detail", "cores: 2");
    }

    static BarTable table() {
        BarTable table = BarTable.empty();
        table.environment().put("cores", "2");
        table.add(ratio(4.0));
        table.add(millis(12.5));
        table.line("connections", "a <b> & \"c\"", List.of(new Point(1, 100), new Point(64, 20_000)));
        table.line("long", "full books", List.of(new Point(1, 5_000), new Point(2, 5_100)));
        table.mark("long", "full books", 1.5, "checkpoint");
        table.line("latency", "p99", List.of(new Point(100, 2.5), new Point(200, 30)));
        return table;
    }

    private static Bar ratio(@org.jspecify.annotations.Nullable Double value) {
        return Bar.atLeast("ratio", "ratio", value, 5, "detail");
    }

    private static Bar millis(double value) {
        return Bar.atMost("time", "time", value, new Limit(25, "ms"), "detail");
    }
}
