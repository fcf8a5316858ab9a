package dev.whittle.trial;

import java.util.NavigableSet;
import java.util.TreeSet;

/** The ports that two runs listen on. A port chosen by the kernel differs in each run. */
final class Ports {
    /** net.ipv4.ip_local_port_range of Linux. */
    private static final int FIRST_CHOSEN = 32768;

    private static final int LAST_CHOSEN = 60999;

    private Ports() {}

    /** Whether a run listens on all ports of another, and on as many that the kernel may have chosen. */
    static boolean covers(NavigableSet<String> ports, NavigableSet<String> others) {
        NavigableSet<String> lacking = new TreeSet<>(others);
        lacking.removeAll(ports);
        NavigableSet<String> more = new TreeSet<>(ports);
        more.removeAll(others);
        long free = more.stream().filter(Ports::isChosen).count();
        return lacking.stream().allMatch(Ports::isChosen) && lacking.size() <= free;
    }

    static boolean areSame(NavigableSet<String> ports, NavigableSet<String> others) {
        return covers(ports, others) && covers(others, ports);
    }

    private static boolean isChosen(String port) {
        int number = Integer.parseInt(port.substring(0, port.indexOf('/')));
        return number >= FIRST_CHOSEN && number <= LAST_CHOSEN;
    }
}
