// Prints what snyk's docker plugin finds in a docker archive, one NAME VERSION a line:
//
//     NODE_PATH=CACHE/scanners/all/snyk/node_modules node testdata/snyk-scan.js ARCHIVE
const plugin = require('snyk-docker-plugin');

plugin.scan({ path: 'docker-archive:' + process.argv[2] }).then(
    (result) => {
        const lines = new Set();
        for (const scan of result.scanResults) {
            for (const fact of scan.facts.filter((each) => each.type === 'depGraph')) {
                for (const its of fact.data.getDepPkgs()) {
                    lines.add(its.name.replace(/^.*\//, '') + ' ' + its.version);
                }
            }
        }
        [...lines].sort().forEach((line) => console.log(line));
    },
    (error) => {
        console.error(error);
        process.exit(1);
    },
);
