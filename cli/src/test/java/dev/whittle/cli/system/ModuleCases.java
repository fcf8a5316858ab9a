package dev.whittle.cli.system;

import java.util.List;

/** Applications whose modules are found only through a variable, or the location of their main file. */
final class ModuleCases {
    private ModuleCases() {}

    static List<SlimCase> tools() {
        return List.of(
                SlimCase.of("python3, PYTHONPATH", ToolCases.BASE, "python3", "-m", "greet")
                        .env("PYTHONPATH=/srv/modules")
                        .file("/srv/modules/greet.py", "import other\nprint(other.NAME)\n")
                        .file("/srv/modules/other.py", "NAME = 'path'\n"),
                SlimCase.of("python3, modules beside", ToolCases.BASE, "python3", "/app/main.py")
                        .file("/app/main.py", "import other\nprint(other.NAME)\n")
                        .file("/app/other.py", "NAME = 'beside'\n"),
                SlimCase.of("perl, PERL5LIB", ToolCases.BASE, "perl", "-MGreet", "-e", "print Greet::name()")
                        .env("PERL5LIB=/srv/perl")
                        .file("/srv/perl/Greet.pm", "package Greet; sub name { 'path' } 1;\n"));
    }

    static List<SlimCase> runtimes() {
        return List.of(SlimCase.of("node, NODE_PATH", RuntimeCases.RUNTIMES, "node", "/app/main.js")
                .env("NODE_PATH=/srv/modules")
                .file("/app/main.js", "console.log(require('./other'), require('greet'));\n")
                .file("/app/other.js", "module.exports = 'beside';\n")
                .file("/srv/modules/greet/index.js", "module.exports = 'path';\n"));
    }
}
