package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of slim and scan in a real browser: they open without an error, load nothing, and answer clicks and keys. */
@Tag("system")
class HtmlReportIT {
    private static final String ENTER = "\uE007";
    private static final String BACKSPACE = "\uE003";
    private static final String RIGHT = "\uE014";

    /** What mail and chat take, and what a browser opens at once. */
    private static final long MAX_BYTES = 2_000_000;

    private final Path temp;

    HtmlReportIT(@TempDir Path temp) throws IOException {
        this.temp = temp.toRealPath();
    }

    @Test
    void the_page_of_an_image_is_searched_and_walked_through() throws IOException, InterruptedException {
        Path image = Setup.file(Setup.images() + "/nginx-1.22.1-alpine-3.19-x86_64.docker.tar.gz");
        Path page = temp.resolve("nginx.html");
        Whittle.built()
                .run("slim", image, "-o", "oci:" + temp.resolve("slim"), "--report", page)
                .succeeds();
        assertThat(page).isRegularFile();
        assertThat(Files.size(page)).isLessThan(MAX_BYTES);
        try (Browser browser = Browser.start(Files.createDirectory(temp.resolve("profile")))) {
            browser.open(page.toUri().toString());
            browser.await("document.documentElement.dataset.ready === 'true'");
            assertThat(browser.text("return document.querySelector('h1').textContent"))
                    .isEqualTo("nginx:1.22.1-alpine");
            assertThat(browser.text("return document.getElementById('detail').textContent"))
                    .contains("/usr/sbin/nginx", "the image's Cmd: nginx", "Only because of it");

            // A box on the right is what the program needs: walking there shows the program on its left.
            browser.click("#walk .right button.box");
            browser.await("document.querySelector('#detail h2').textContent === '/lib/libcrypto.so.3'");
            assertThat(browser.text("return document.querySelector('#walk .left').textContent"))
                    .contains("/usr/sbin/nginx");
            browser.click("#back");
            browser.await("document.querySelector('#detail h2').textContent === '/usr/sbin/nginx'");

            browser.type("#search", "ca-certificates");
            browser.await("document.getElementById('found').textContent.includes('found')");
            assertThat(browser.text("return document.querySelector('#files tbody').textContent"))
                    .contains("/etc/ssl/certs/ca-certificates.crt")
                    .doesNotContain("/bin/busybox");
            browser.type("#search", ENTER);
            browser.await("document.querySelector('#detail h2').textContent.startsWith('/etc/ssl/')");

            // What is dropped is a part of the map only in its own mode, and says how to keep it.
            browser.click("#modes [data-mode=all]");
            browser.await("document.getElementById('legend').textContent.includes('dropped')");
            browser.evaluate("[...document.querySelectorAll('#map .leaf')].find(leaf =>"
                    + " leaf.textContent.includes('/sbin/apk,')).dispatchEvent(new MouseEvent('click', {bubbles:"
                    + " true}))");
            assertThat(browser.text("return document.getElementById('detail').textContent"))
                    .contains("--include /sbin/apk");
            picture(browser, "slim");

            assertThat(browser.said()).isEmpty();
            assertThat(browser.evaluate("return performance.getEntriesByType('resource').length")
                            .getAsInt())
                    .isZero();
        }
    }

    @Test
    void the_map_is_used_by_keys_alone() throws IOException, InterruptedException {
        Path image = Setup.file(Setup.images() + "/nginx-1.22.1-alpine-3.19-x86_64.docker.tar.gz");
        Path page = temp.resolve("nginx.html");
        Whittle.built().run("slim", image, "--dry-run", "--report", page).succeeds();
        try (Browser browser = Browser.start(Files.createDirectory(temp.resolve("profile")))) {
            browser.open(page.toUri().toString());
            browser.await("document.documentElement.dataset.ready === 'true'");
            assertThat(browser.text(
                            "return document.querySelector('#map [tabindex=\"0\"]').getAttribute('aria-label')"))
                    .startsWith("/lib, ");
            browser.type("#map [tabindex='0']", ENTER);
            browser.await("document.getElementById('crumbs').textContent.includes('lib')");
            browser.type("#map [tabindex='0']", RIGHT);
            String chosen = browser.text("return document.activeElement.getAttribute('aria-label')");
            browser.type("#map [tabindex='0']", ENTER);
            browser.await("document.querySelector('#detail h2').textContent === '"
                    + chosen.substring(0, chosen.indexOf(',')) + "'");
            browser.type("#map [tabindex='0']", BACKSPACE);
            browser.await("document.getElementById('crumbs').textContent === '/'");
            assertThat(browser.evaluate("return [...document.querySelectorAll('button, input, [role=button]')].filter("
                                    + "node => !(node.textContent.trim() || node.getAttribute('aria-label')"
                                    + " || node.labels && node.labels.length)).length")
                            .getAsInt())
                    .as("what a screen reader has no name for")
                    .isZero();
            assertThat(browser.said()).isEmpty();
        }
    }

    @Test
    void light_and_dark_are_both_readable() throws IOException, InterruptedException {
        Path page = temp.resolve("scan.html");
        Files.writeString(
                page,
                Whittle.built()
                        .run(
                                "scan",
                                "dir:" + Setup.cache().resolve("roots/debian-bookworm-amd64"),
                                "--format",
                                "html",
                                "--fail-on",
                                "never")
                        .succeeds()
                        .out(),
                StandardCharsets.ISO_8859_1); // as it was read
        assertThat(Files.size(page)).isLessThan(MAX_BYTES);
        try (Browser browser = Browser.start(Files.createDirectory(temp.resolve("profile")))) {
            browser.open(page.toUri().toString());
            browser.await("document.documentElement.dataset.ready === 'true'");
            assertThat(contrast(browser)).isGreaterThan(7);
            browser.click("#theme");
            browser.await("document.documentElement.dataset.theme === 'dark'");
            assertThat(contrast(browser)).isGreaterThan(7);
            browser.type("#search", "libssl" + ENTER);
            browser.await("document.querySelector('#detail h2').textContent.includes('libssl')");
            assertThat(browser.text("return document.querySelector('#walk .right').textContent"))
                    .contains("libcrypto");
            picture(browser, "scan-dark");
            assertThat(browser.said()).isEmpty();
        }
    }

    /** For a person to look at: target/screenshots. */
    private static void picture(Browser browser, String name) throws IOException, InterruptedException {
        browser.evaluate("window.scrollTo(0, 0)");
        browser.screenshot(
                Files.createDirectories(Path.of("target", "screenshots")).resolve(name + ".png"));
    }

    /** Of the text and the page behind it: WCAG 2.1, 1.4.6 wants 7. */
    private static double contrast(Browser browser) throws IOException, InterruptedException {
        return browser.evaluate("""
            const light = text => { const [r, g, b] = text.match(/[0-9.]+/g).map(Number).map(v => v / 255)
                .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
              return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
            const style = getComputedStyle(document.body);
            const [a, b] = [light(style.color), light(style.backgroundColor)].sort((x, y) => y - x);
            return (a + 0.05) / (b + 0.05);
            """).getAsDouble();
    }
}
