package io.candlewick.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.candlewick.compose.RepositoryRoot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;

/** The pipeline page in a real browser, with something to show in each of its parts; what it looked like is kept in {@code target/screenshots}. */
@ExtendWith(WholeStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipelinePageIT {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final RunningStack running;
    private ChromeDriver browser;

    PipelinePageIT(RunningStack running) {
        this.running = running;
    }

    @BeforeAll
    void openABrowserOnTraffic(@TempDir Path files) throws Exception {
        HeadlessBrowser.assumeInstalled();
        new LiveTraffic(running, "pipeline", files).flow();
        browser = HeadlessBrowser.start();
    }

    @AfterAll
    void closeTheBrowser() {
        if (browser != null) {
            browser.quit();
        }
    }

    @Test
    void shouldSayWhoIsUnhealthyBecauseOfWhom() {
        open("dark", 1300, 1400);

        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(text("because"))
                    .contains("alpaca.stocks of ingest-2 because of alpaca.stocks=down: 401 not authenticated");
            assertThat(text("services")).contains("polygon.forex", "lane live", "clickhouse-sink");
            assertThat(browser.findElements(By.cssSelector("#services .edge.bad")))
                    .isNotEmpty();
            assertThat(browser.findElements(By.cssSelector("#services .node.ok")))
                    .hasSizeGreaterThan(3);
        });
        assertNoErrors();
    }

    @ParameterizedTest
    @CsvSource({"dark,1300,1800", "light,1300,1800", "dark,500,1400", "light,500,1400"})
    void shouldShowEveryPartWithWhatHappened(String theme, int width, int height) throws Exception {
        open(theme, width, height);

        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(text("lanes")).contains("live").contains("RUNNING");
            assertThat(text("latency")).contains("p99").contains("bars");
            assertThat(browser.findElements(By.cssSelector("#latency rect"))).isNotEmpty();
            assertThat(text("lag")).contains("ticks.live").contains("OK");
            assertThat(browser.findElements(By.cssSelector("#lag polyline"))).isNotEmpty();
            assertThat(text("topics")).contains("bars.forming");
            assertThat(text("dead")).contains("streams.dlq").contains("UNREADABLE");
            assertThat(browser.findElements(By.cssSelector("#gap-times rect"))).isNotEmpty();
            assertThat(text("gaps")).containsAnyOf("QUIET", "MARKET_CLOSED");
            assertThat(text("feeds")).contains("ingest-1").contains("UP");
        });
        byte[] picture = browser.getScreenshotAs(OutputType.BYTES);
        Screenshot.write(picture, SCREENSHOTS.resolve("pipeline-" + theme + "-" + width + ".png"));
        if (Boolean.getBoolean("candlewick.write-docs") && theme.equals("dark") && width > 1_000) {
            Screenshot.write(picture, RepositoryRoot.find().resolve("docs/images/pipeline.png"));
        }

        Object overflow = browser.executeScript("return document.documentElement.scrollWidth - window.innerWidth");
        assertThat(((Number) overflow).intValue()).isNotPositive();
        assertNoErrors();
    }

    private void open(String theme, int width, int height) {
        browser.manage().window().setSize(new Dimension(width, height));
        browser.get(running.stack().addresses().streamsUrl().orElseThrow() + "/pipeline.html?theme=" + theme);
    }

    private String text(String id) {
        return browser.findElement(By.id(id)).getText();
    }

    private void assertNoErrors() {
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue()))
                .isEmpty();
    }
}
