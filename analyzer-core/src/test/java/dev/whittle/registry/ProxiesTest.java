package dev.whittle.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which proxy a registry is asked through, if any, as Go's httpproxy package decides. */
class ProxiesTest {
    private static String proxy(Map<String, String> variables, String uri) {
        List<Proxy> found = new Proxies(variables).select(URI.create(uri));
        assertThat(found).hasSize(1);
        return found.get(0).address() instanceof InetSocketAddress address
                ? address.getHostString() + ":" + address.getPort()
                : "direct";
    }

    @ParameterizedTest
    @CsvSource({
        "https://quay.io/v2/, secure:3128",
        "http://quay.io/v2/, plain:80",
        "https://localhost:5000/v2/, direct",
        "https://127.0.0.1/v2/, direct",
        "https://[::1]:5000/v2/, direct"
    })
    void each_scheme_has_its_own_and_this_machine_none(String uri, String proxy) {
        assertThat(proxy(Map.of("HTTPS_PROXY", "http://secure:3128", "HTTP_PROXY", "plain"), uri))
                .isEqualTo(proxy);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "example.com            | https://example.com/       | direct",
                "example.com            | https://a.example.com/     | direct",
                "example.com            | https://notexample.com/    | p:1",
                ".example.com           | https://example.com/       | p:1",
                ".example.com           | https://a.example.com/     | direct",
                "*.example.com          | https://a.example.com/     | direct",
                "*                      | https://any.host/          | direct",
                "x, Example.COM:5000    | https://example.com:5000/  | direct",
                "example.com:5000       | https://example.com:5001/  | p:1",
                "''                     | https://example.com/       | p:1"
            })
    void exceptions_are_names_and_what_is_below_them(String exceptions, String uri, String proxy) {
        Map<String, String> variables = new HashMap<>();
        variables.put("https_proxy", "http://p:1"); // in lower case too
        variables.put("no_proxy", exceptions);
        assertThat(proxy(variables, uri)).isEqualTo(proxy);
    }
}
