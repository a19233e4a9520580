package io.kosh.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ChartsTest {
    @Test
    void everyChartIsWellFormedWithATitleAndABackgroundOfItsOwn() throws Exception {
        Map<String, String> charts = Charts.draw(BarTest.table());

        assertThat(charts).containsOnlyKeys("connections", "latency", "bars", "long");
        for (String chart : charts.values()) {
            Document document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(chart)));
            assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
            assertThat(document.getElementsByTagName("title").getLength()).isEqualTo(1);
            assertThat(document.getElementsByTagName("rect")
                            .item(0)
                            .getAttributes()
                            .getNamedItem("fill"))
                    .isNotNull();
            assertThat(chart).doesNotContain("NaN", "Infinity");
        }
    }

    @Test
    void namesAreEscaped() {
        assertThat(Charts.draw(BarTest.table()).get("connections")).contains("a &lt;b&gt; &amp; &quot;c&quot;");
    }

    @Test
    void whatHasNoFiguresIsNotDrawn() {
        assertThat(Charts.draw(BarTable.empty())).isEmpty();
    }

    @Test
    void anAxisIsTickedAtRoundValues() {
        assertThat(Axis.linear(23_400, 0, 100).ticks())
                .containsExactly(0.0, 5000.0, 10_000.0, 15_000.0, 20_000.0, 25_000.0);
        assertThat(Axis.linear(25_000, 0, 100).place(25_000)).isEqualTo(100);
        assertThat(Axis.logarithmic(1, 100, 0, 100).place(10)).isEqualTo(50);
        assertThat(Axis.text(25_000)).isEqualTo("25k");
        assertThat(Axis.text(2_500)).isEqualTo("2,500");
        assertThat(Axis.text(0.5)).isEqualTo("0.5");
    }
}
