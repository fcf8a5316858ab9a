package dev.whittle.scan;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The value of {@code security.capability}: linux/capability.h, struct vfs_ns_cap_data. */
final class Capabilities {
    private static final List<String> NAMES = List.of(
            "chown",
            "dac_override",
            "dac_read_search",
            "fowner",
            "fsetid",
            "kill",
            "setgid",
            "setuid",
            "setpcap",
            "linux_immutable",
            "net_bind_service",
            "net_broadcast",
            "net_admin",
            "net_raw",
            "ipc_lock",
            "ipc_owner",
            "sys_module",
            "sys_rawio",
            "sys_chroot",
            "sys_ptrace",
            "sys_pacct",
            "sys_admin",
            "sys_boot",
            "sys_nice",
            "sys_resource",
            "sys_time",
            "sys_tty_config",
            "mknod",
            "lease",
            "audit_write",
            "audit_control",
            "setfcap",
            "mac_override",
            "mac_admin",
            "syslog",
            "wake_alarm",
            "block_suspend",
            "audit_read",
            "perfmon",
            "bpf",
            "checkpoint_restore");

    private Capabilities() {}

    /** As getcap(8) prints them: {@code cap_net_raw=ep}, grouped; a value that cannot be parsed as its length. */
    static List<String> decode(byte[] value) {
        ByteBuffer data = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        int magic = value.length < 4 ? 0 : data.getInt(0);
        int words =
                switch (magic >>> 24) {
                    case 1 -> 1;
                    case 2, 3 -> 2;
                    default -> 0;
                };
        int size = 4 + 8 * words + (magic >>> 24 == 3 ? 4 : 0);
        if (words == 0 || value.length != size) {
            return List.of(value.length + " bytes of an unknown form");
        }
        boolean effective = (magic & 1) != 0;
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (int i = 0; i < 32 * words; i++) {
            boolean permitted = (data.getInt(4 + 8 * (i / 32)) >>> i % 32 & 1) != 0;
            boolean inheritable = (data.getInt(8 + 8 * (i / 32)) >>> i % 32 & 1) != 0;
            if (permitted || inheritable) {
                String flags = (effective ? "e" : "") + (inheritable ? "i" : "") + (permitted ? "p" : "");
                groups.computeIfAbsent(flags, f -> new ArrayList<>())
                        .add("cap_" + (i < NAMES.size() ? NAMES.get(i) : String.valueOf(i)));
            }
        }
        List<String> texts = new ArrayList<>();
        groups.forEach((flags, names) -> texts.add(String.join(",", names) + "=" + flags));
        if (magic >>> 24 == 3 && data.getInt(20) != 0) {
            texts.add("rootid=" + Integer.toUnsignedLong(data.getInt(20)));
        }
        return texts;
    }
}
