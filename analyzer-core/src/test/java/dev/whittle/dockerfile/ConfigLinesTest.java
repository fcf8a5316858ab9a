package dev.whittle.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
import dev.whittle.image.BadImageException;
import dev.whittle.image.ImageConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLinesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"Env\":[\"A=b\"]}                       | ENV A=b",
                "{\"Env\":[\"A=\"]}                        | ENV A=\"\"",
                "{\"Env\":[\"A=$x \\\"y\\\" 'z' \\\\\"]}   | ENV A=\"\\$x \\\"y\\\" 'z' \\\\\"",
                "{\"Labels\":{\"a b\":\"c=d\"}}            | LABEL \"a b\"=c=d",
                "{\"Labels\":{\"--help\":\"x\"}}         | LABEL \"--help\"=x",
                "{\"Env\":[\"--x=y\"]}                     | ENV \"--x\"=y",
                "{\"Env\":[\"-x=--y\"]}                    | ENV -x=\"--y\"",
                "{\"WorkingDir\":\"--x\"}                  | WORKDIR \"--x\"",
                "{\"User\":\"--help\"}                     | USER \"--help\"",
                "{\"StopSignal\":\"--platform=a\"}         | STOPSIGNAL \"--platform=a\"",
                "{\"ExposedPorts\":{\"80/tcp\":{},\"53/udp\":{}}} | EXPOSE 80/tcp 53/udp",
                "{\"Volumes\":{\"/a b\":{},\"/$c\":{}}}     | VOLUME [\"/a b\", \"/\\\\$c\"]",
                "{\"WorkingDir\":\"/w d\"}                 | WORKDIR \"/w d\"",
                "{\"User\":\"web:web\"}                    | USER web:web",
                "{\"StopSignal\":\"SIGQUIT\"}              | STOPSIGNAL SIGQUIT",
                "{\"Shell\":[\"/bin/bash\",\"-c\"]}         | SHELL [\"/bin/bash\", \"-c\"]",
                "{\"OnBuild\":[\"RUN x\"]}                 | ONBUILD RUN x",
                "{\"Entrypoint\":[\"/a b\",\"$c\"]}         | ENTRYPOINT [\"/a b\", \"$c\"]",
                "{\"Cmd\":[\"-g\",\"daemon off;\"]}         | CMD [\"-g\", \"daemon off;\"]",
                "{\"Healthcheck\":{\"Test\":[\"NONE\"]}}    | HEALTHCHECK NONE",
                "{\"Healthcheck\":{\"Test\":[\"CMD\",\"/h\",\"-x\"],\"Interval\":90000000000,\"Retries\":2}} "
                        + "| HEALTHCHECK --interval=1m30s --retries=2 CMD [\"/h\", \"-x\"]",
                "{\"Healthcheck\":{\"Test\":[\"CMD-SHELL\",\"a && b $c\"],\"Timeout\":1500000000,\"StartPeriod\":1000000}} "
                        + "| HEALTHCHECK --timeout=1s500ms --start-period=1ms CMD a && b $c",
                "{\"Healthcheck\":{\"Test\":[\"CMD-SHELL\",\"a\\nb\"]}} "
                        + "| HEALTHCHECK CMD [\"/bin/sh\", \"-c\", \"a\\nb\"]"
            })
    void each_key_has_its_instruction(String config, String line) throws BadImageException {
        assertThat(lines(config).lines()).containsExactly(line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"Env\":[\"A=b\\nc\"]}      | ENV A: no Dockerfile can say a value of several lines",
                "{\"Env\":[\"A B=c\"]}        | ENV A B: no Dockerfile can say this name",
                "{\"Labels\":{\"a\":\"b\\nc\"}} | LABEL a: no Dockerfile can say a value of several lines",
                "{\"ExposedPorts\":{\"80\\nRUN evil\":{}}} | EXPOSE 80\\nRUN evil: not a port",
                "{\"ExposedPorts\":{\"80 $x\":{}}}  | EXPOSE 80 $x: not a port",
                "{\"StopSignal\":\"9\\rRUN evil\"} | STOPSIGNAL 9\\rRUN evil: no Dockerfile can say",
                "{\"OnBuild\":[\"RUN x\\nRUN y\"]} | ONBUILD RUN x ...: no Dockerfile can say this",
                "{\"OnBuild\":[\"RUN x \\\\ \"]}  | ONBUILD RUN x \\  ...: no Dockerfile can say this",
                "{\"OnBuild\":[\"RUN <<EOF\"]}   | ONBUILD RUN <<EOF ...: no Dockerfile can say this",
                "{\"WorkingDir\":\"/a\\nb\"}  | WORKDIR /a\\nb: no Dockerfile can say a value of several lines"
            })
    void what_no_instruction_can_say_is_told(String config, String finding) throws BadImageException {
        ConfigLines lines = lines(config);
        assertThat(lines.lines()).isEmpty();
        assertThat(lines.findings()).singleElement().asString().startsWith(finding);
    }

    private static ConfigLines lines(String config) throws BadImageException {
        String json = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":" + config.strip() + "}";
        ImageConfig parsed = ImageConfig.parse(RawText.bytes(json), "config");
        return new ConfigLines(parsed, parsed.user());
    }
}
