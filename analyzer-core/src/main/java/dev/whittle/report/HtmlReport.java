package dev.whittle.report;

import dev.whittle.bytes.RawText;
import dev.whittle.scan.ScanResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A report for a browser: one file with its data, its style and its code in it, which loads nothing. The page is
 * {@code report.html} beside this class; the layout of its tree maps is d3-hierarchy's.
 */
public final class HtmlReport {
    private static final String LAYOUT = "/META-INF/resources/webjars/d3-hierarchy/3.1.2/dist/d3-hierarchy.min.js";

    private HtmlReport() {}

    /**
     * Of an image that was made smaller.
     *
     * @param dropped what of the source is not kept; none where the source is a directory, which may be the host's root
     * @param version of the tool
     * @return UTF-8, raw
     */
    public static String of(SlimResult result, Dropped dropped, String version) {
        return page(HtmlSlimData.of(result, dropped, version));
    }

    /**
     * Of a root that was looked through.
     *
     * @param source as a person calls it, raw
     */
    public static String of(ScanResult result, String source, String version) {
        return page(HtmlScanData.of(result, source, version));
    }

    /** @param json without a character that ends a script element: gson's "HTML safe" escapes them */
    private static String page(String json) {
        String page = text("report.html")
                .replace("/*STYLE*/", text("report.css"))
                .replace("/*LAYOUT*/", text(LAYOUT))
                .replace("/*CODE*/", text("report.js"));
        int data = page.indexOf("/*DATA*/");
        return RawText.ofText(page.substring(0, data))
                + RawText.ofText(json)
                + RawText.ofText(page.substring(data + "/*DATA*/".length()));
    }

    private static String text(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
