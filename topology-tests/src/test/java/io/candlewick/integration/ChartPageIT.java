package io.candlewick.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.candlewick.ingest.format.FileFormat;
import io.candlewick.ingest.format.TickFile;
import io.candlewick.market.Symbol;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;

/** The pages in a real browser, on the whole stack; what they looked like is kept in {@code target/screenshots}. */
@ExtendWith(WholeStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChartPageIT {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String TENANT = "charts";
    private static final Instant START = Instant.parse("2014-05-05T00:00:00Z");
    private static final int MINUTES = 240;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final RunningStack running;
    private ChromeDriver browser;

    ChartPageIT(RunningStack running) {
        this.running = running;
    }

    @BeforeAll
    void replayAndOpenABrowser(@TempDir Path directory) throws Exception {
        HeadlessBrowser.assumeInstalled();
        List<String> lines = new ArrayList<>();
        for (long second = 0; second < MINUTES * 60L; second += 10) {
            long bid = 168_000 + Math.round(80 * Math.sin(second / 900.0) + 20 * Math.sin(second / 61.0));
            lines.add(START.plusSeconds(second).toEpochMilli() + "," + bid / 1e5 + "," + (bid + 2) / 1e5);
        }
        Path file = Files.write(directory.resolve("quotes.csv"), lines);
        new MarketReplay(running, "ticks.live", TENANT, directory)
                .play(TickFile.of(file, FileFormat.QUOTES_CSV, MarketReplay.instrument(TENANT, Symbol.of("GBP/USD"))));
        browser = HeadlessBrowser.start();
    }

    @AfterAll
    void closeTheBrowser() {
        if (browser != null) {
            browser.quit();
        }
    }

    @Test
    void shouldDrawBarsAndIndicatorsOfTheLinkAndFollowThem() throws Exception {
        browser.manage().window().setSize(new Dimension(1400, 900));
        open("?tenant=charts&symbol=GBP/USD&timeframe=1m&theme=dark&indicators=sma_20,rsi_14");

        awaitChart("GBP/USD · 1m");
        await("indicators").atMost(LIMIT).untilAsserted(() -> {
            browser.navigate().refresh();
            awaitChart("GBP/USD · 1m");
            assertThat(text("legend")).contains("sma_20 1.6").containsPattern("rsi_14 [0-9]");
        });
        screenshot("chart-dark");

        assertThat(browser.findElement(By.tagName("html")).getAttribute("data-theme"))
                .isEqualTo("dark");
        assertThat(text("tier")).startsWith("from ");
        assertNoErrors();
    }

    @Test
    void shouldObeyTheKeyboardAndKeepTheChoiceInTheLink() throws Exception {
        browser.manage().window().setSize(new Dimension(1400, 900));
        open("?tenant=charts&symbol=GBP/USD&timeframe=1m&theme=dark");
        awaitChart("GBP/USD · 1m");

        browser.findElement(By.tagName("body")).sendKeys("3");

        awaitChart("GBP/USD · 15m");
        assertThat(browser.getCurrentUrl()).contains("timeframe=15m");
        browser.findElement(By.tagName("body")).sendKeys("t");
        assertThat(browser.findElement(By.tagName("html")).getAttribute("data-theme"))
                .isEqualTo("light");
        browser.findElement(By.tagName("body")).sendKeys("/");
        WebElement symbol = browser.switchTo().activeElement();
        assertThat(symbol.getAttribute("id")).isEqualTo("symbol");
        symbol.sendKeys("eur/usd", Keys.ENTER);
        await().atMost(LIMIT).until(() -> browser.getCurrentUrl().contains("EUR%2FUSD"));
        assertNoErrors();
    }

    @Test
    void shouldFitAPhone() throws Exception {
        browser.manage().window().setSize(new Dimension(500, 860));
        open("?tenant=charts&symbol=GBP/USD&timeframe=5m&theme=light");

        awaitChart("GBP/USD · 5m");
        screenshot("chart-phone");

        Object overflow = browser.executeScript("return document.documentElement.scrollWidth - window.innerWidth");
        assertThat(((Number) overflow).intValue()).isNotPositive();
        assertNoErrors();
    }

    @Test
    void shouldNotRunWhatALinkCarries() throws Exception {
        open("?tenant=charts&symbol=%3Cimg%20src%3Dx%20onerror%3D%22document.title%3D'run'%22%3E&timeframe=1m");

        await().atMost(LIMIT).until(() -> browser.findElement(By.id("message")).isDisplayed());
        assertThat(browser.getTitle()).isNotEqualTo("run");
        assertThat(browser.findElements(By.cssSelector("main img"))).isEmpty();
        // The refused requests are in the log, and are not the other tests' errors.
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).hasSizeGreaterThan(0);
    }

    @Test
    void shouldShowLanesAndLagOfThePipeline() throws Exception {
        browser.manage().window().setSize(new Dimension(1300, 1000));
        open("pipeline.html?theme=dark");

        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(text("lanes")).contains("live").contains("RUNNING");
            assertThat(text("lag")).contains("ticks.live").contains("OK");
            assertThat(text("topics")).contains("bars.forming");
        });
        screenshot("pipeline");

        assertNoErrors();
    }

    private void open(String link) {
        browser.get(running.stack().addresses().streamsUrl().orElseThrow() + "/" + link);
    }

    private void awaitChart(String title) {
        await(title).atMost(LIMIT).untilAsserted(() -> {
            assertThat(text("legend")).contains(title);
            assertThat(text("live")).isEqualTo("live");
        });
    }

    private String text(String id) {
        return browser.findElement(By.id(id)).getText();
    }

    private void screenshot(String name) throws Exception {
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }

    private void assertNoErrors() {
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue()))
                .isEmpty();
    }
}
