package dev.whittle.discover.libc;

import dev.whittle.closure.Finding;
import dev.whittle.discover.accounts.Users;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.GoProgram;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the C library looks up hosts, users and services: its configuration and, in glibc, its modules. */
public final class Nss implements Detector {
    private static final List<String> HOSTS = List.of(
            "getaddrinfo",
            "gethostbyname",
            "gethostbyname2",
            "gethostbyname_r",
            "gethostbyname2_r",
            "gethostbyaddr",
            "gethostbyaddr_r",
            "getnameinfo");

    private static final List<String> SERVICES = List.of(
            "getservbyname",
            "getservbyname_r",
            "getservbyport",
            "getservbyport_r",
            "getservent",
            "getprotobyname",
            "getprotobyname_r",
            "getprotobynumber");

    private static final Pattern LINE = Pattern.compile("(?m)^[ \t]*([a-z_]+)[ \t]*:([^#\\n]*)");
    private static final Pattern ACTION = Pattern.compile("\\[[^\\]]*\\]");

    /** These query a daemon of systemd, which images do not run. */
    private static final List<String> DAEMONS = List.of("systemd", "resolve", "mymachines", "myhostname");

    /** From this version on, files and dns are in libc itself. */
    private static final int BUILT_IN = 34;

    @Override
    public Family family() {
        return new Family("nss", "name lookups: nsswitch.conf, libnss_* by glibc's version, services, host.conf");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        Optional<Context.Elf> glibc = context.elfs().stream()
                .filter(elf -> elf.name().equals("libc.so.6"))
                .findFirst();
        for (Context.Elf elf : context.elfs()) {
            if (elf.isLibc()) {
                continue;
            }
            findings.because(elf.path());
            Optional<String> host = context.imported(elf, HOSTS);
            Optional<String> user = context.imported(elf, Users.LOOKUPS);
            Optional<String> service = context.imported(elf, SERVICES);
            if (service.isPresent()) {
                String evidence = elf.path().raw() + " imports " + service.get();
                Finding.Level level = context.isMultiCall(elf) ? Finding.Level.POSSIBLE : Finding.Level.RECOMMENDED;
                findings.file(level, evidence, context.file("/etc/services"));
                findings.file(level, evidence, context.file("/etc/protocols"));
            }
            Optional<String> any = host.isPresent() ? host : user.isPresent() ? user : service;
            if (any.isPresent() && glibc.isPresent()) {
                glibc(context, glibc.get(), elf, host.isPresent(), any.get(), findings);
            } else if (GoProgram.uses(context, elf, "net.(*Resolver)")) {
                findings.file(
                        Finding.Level.RECOMMENDED,
                        elf.path().raw() + " holds Go's resolver",
                        context.file("/etc/nsswitch.conf"));
            }
        }
    }

    private static void glibc(
            Context context, Context.Elf libc, Context.Elf elf, boolean hosts, String symbol, Findings findings)
            throws IOException {
        String evidence = elf.path().raw() + " imports " + symbol;
        findings.file(Finding.Level.RECOMMENDED, evidence, context.file("/etc/nsswitch.conf"));
        if (hosts) {
            findings.file(Finding.Level.RECOMMENDED, evidence, context.file("/etc/host.conf"));
            findings.file(Finding.Level.RECOMMENDED, evidence, context.file("/etc/gai.conf"));
        }
        int version = version(libc);
        List<String> services = new ArrayList<>(services(context.text(RootPath.of("/etc/nsswitch.conf")), hosts));
        if (version < BUILT_IN) {
            services.add("files");
            if (hosts) {
                services.add("dns");
                findings.file(
                        Finding.Level.REQUIRED,
                        evidence + ", and glibc 2." + version + " opens libresolv.so.2",
                        context.library(libc, "libresolv.so.2"));
            }
        } else {
            services.removeAll(List.of("files", "dns"));
        }
        for (String service : services) {
            boolean required = service.equals("files") || service.equals("dns");
            String name = "libnss_" + service + ".so.2";
            findings.file(
                    required
                            ? Finding.Level.REQUIRED
                            : DAEMONS.contains(service) ? Finding.Level.POSSIBLE : Finding.Level.RECOMMENDED,
                    required
                            ? evidence + ", and glibc 2." + version + " opens " + name
                            : "/etc/nsswitch.conf names " + service + ", and " + evidence,
                    context.library(libc, name));
        }
    }

    /** The services of the databases that are queried. */
    private static List<String> services(String configuration, boolean hosts) {
        List<String> wanted =
                hosts ? List.of("hosts", "passwd", "group", "networks") : List.of("passwd", "group", "initgroups");
        List<String> all = new ArrayList<>();
        Matcher line = LINE.matcher(configuration);
        while (line.find()) {
            if (wanted.contains(line.group(1))) {
                String services = ACTION.matcher(line.group(2)).replaceAll(" ").strip();
                for (String service : List.of(services.split("[ \t]+", -1))) {
                    if (!service.isEmpty() && !all.contains(service)) {
                        all.add(service);
                    }
                }
            }
        }
        return all;
    }

    /** N of the newest GLIBC_2.N that it defines. */
    static int version(Context.Elf libc) {
        return libc.facts().versionDefinitions().stream()
                .filter(name -> name.matches("GLIBC_2\\.[0-9]{1,4}(\\.[0-9]+)*+"))
                .mapToInt(name -> Integer.parseInt(
                        List.of(name.substring("GLIBC_2.".length()).split("\\.", -1))
                                .get(0)))
                .max()
                .orElse(0);
    }
}
