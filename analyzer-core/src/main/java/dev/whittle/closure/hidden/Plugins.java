package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Libraries that open plugins from a directory of their own, beside themselves. */
final class Plugins implements Detector {
    /** @param places globs; {@code LIB} is the directory of the library */
    private record Host(String library, List<String> places) {}

    private static final List<Host> HOSTS = List.of(
            new Host(
                    "libgdk_pixbuf-2.0.so",
                    List.of("LIB/gdk-pixbuf-2.0/*/loaders.cache", "LIB/gdk-pixbuf-2.0/*/loaders")),
            new Host("libgio-2.0.so", List.of("LIB/gio/modules", "/usr/share/glib-2.0/schemas/gschemas.compiled")),
            new Host(
                    "libgtk-3.so",
                    List.of("LIB/gtk-3.0/*/immodules.cache", "LIB/gtk-3.0/*/immodules", "/usr/share/mime")),
            new Host("libgtk-4.so", List.of("LIB/gtk-4.0/*/media", "LIB/gtk-4.0/*/printbackends", "/usr/share/mime")),
            new Host("libsasl2.so", List.of("LIB/sasl2", "/etc/sasl2")),
            new Host("libkrb5.so", List.of("LIB/krb5/plugins", "/etc/krb5.conf", "/etc/krb5.conf.d")),
            new Host("libgssapi_krb5.so", List.of("LIB/gss", "/etc/gss/mech", "/etc/gss/mech.d")),
            new Host(
                    "libp11-kit.so",
                    List.of("LIB/pkcs11", "/etc/pkcs11", "/usr/share/p11-kit/modules", "/usr/lib/p11-kit-trust.so")),
            new Host(
                    "libfontconfig.so",
                    List.of("/etc/fonts", "/usr/share/fontconfig", "/usr/share/fonts", "/usr/local/share/fonts")),
            new Host("libmagic.so", List.of("/usr/share/misc/magic.mgc", "/usr/lib/file/magic.mgc", "/etc/magic")),
            new Host("libaspell.so", List.of("LIB/aspell", "/usr/lib/aspell", "/var/lib/aspell")),
            new Host("libMagickCore", List.of("LIB/ImageMagick-*", "/etc/ImageMagick-*", "/usr/share/ImageMagick-*")));

    @Override
    public Family family() {
        return new Family(
                "plugins", "plugins and data of gdk-pixbuf, GIO, GTK, SASL, Kerberos, p11-kit, fontconfig, libmagic");
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        for (Host host : HOSTS) {
            for (Scene.Elf library : scene.libraries(host.library)) {
                List<RootPath> found = new ArrayList<>();
                for (String place : host.places) {
                    String glob = place.replace("LIB", library.path().parent().raw());
                    for (RootPath each : scene.glob(glob)) {
                        if (!Application.isLarge(scene, each)) {
                            found.add(each);
                        } // else a person chooses from it: all fonts of a system are hundreds of megabytes
                    }
                }
                findings.because(library.path())
                        .trees(
                                Finding.Level.RECOMMENDED,
                                library.path().raw() + " opens its plugins and data by name",
                                found);
            }
        }
    }
}
