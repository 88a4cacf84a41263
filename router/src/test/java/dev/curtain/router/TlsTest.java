package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that are encrypted, and those that a balancer passes on. */
class TlsTest {
  @TempDir private Path directory;

  private static Router serve(RouteTable table, Listener... listeners) throws IOException {
    return Router.serve(List.of(listeners), RouterOptions.DEFAULT, table);
  }

  private static Listener on(boolean proxyProtocol, Listener.Certificate... certificates) {
    return new Listener(
        new InetSocketAddress("127.0.0.1", 0), List.of(certificates), proxyProtocol);
  }

  private static SSLSocket connect(Router router, Optional<String> host, String... protocols)
      throws Exception {
    SSLSocket socket =
        (SSLSocket)
            TestCertificate.trusting()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), router.port());
    SSLParameters parameters = socket.getSSLParameters();
    host.ifPresent(name -> parameters.setServerNames(List.of(new SNIHostName(name))));
    parameters.setApplicationProtocols(protocols);
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static String subject(SSLSocket socket) throws IOException {
    return socket.getSession().getPeerPrincipal().getName();
  }

  @Test
  void aRequestOverTlsIsForwardedAndTheServiceIsToldSo() throws Exception {
    TestCertificate certificate = TestCertificate.of(directory, "shop.test");
    try (TestService service = TestService.named("s");
        Router router =
            serve(Tables.one(1, Tables.all("t", service)), on(false, certificate.files()));
        Wire wire = new Wire(connect(router, Optional.empty(), "http/1.1"))) {
      for (int i = 0; i < 3; i++) {
        assertThat(wire.send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n").response().text())
            .isEqualTo("s");
      }
      assertThat(service.last().field("X-Forwarded-Proto")).contains("https");
      assertThat(service.last().field("X-Forwarded-Host")).contains("shop.test");
      wire.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      assertThat(wire.rest()).endsWith("s");
    }
  }

  @Test
  void theCertificateIsChosenByTheHostThatTheClientNames() throws Exception {
    TestCertificate shop = TestCertificate.of(directory, "shop.test");
    TestCertificate wild = TestCertificate.of(directory, "*.example.test");
    try (Router router = serve(RouteTable.EMPTY, on(false, shop.files(), wild.files()))) {
      try (SSLSocket socket = connect(router, Optional.of("shop.test"))) {
        assertThat(subject(socket)).isEqualTo("CN=shop.test");
      }
      try (SSLSocket socket = connect(router, Optional.of("a.example.test"))) {
        assertThat(subject(socket)).isEqualTo("CN=*.example.test");
      }
      try (SSLSocket socket = connect(router, Optional.of("unknown.test"))) {
        assertThat(subject(socket)).isEqualTo("CN=shop.test");
      }
      try (SSLSocket socket = connect(router, Optional.empty())) {
        assertThat(subject(socket)).isEqualTo("CN=shop.test");
      }
    }
  }

  @Test
  void aNewCertificateIsUsedWithoutARestartAndADamagedOneChangesNothing() throws Exception {
    TestCertificate first = TestCertificate.of(directory, "first.test");
    TestCertificate second = TestCertificate.of(directory, "second.test");
    try (Router router = serve(RouteTable.EMPTY, on(false, first.files()))) {
      Files.copy(
          second.files().chain(), first.files().chain(), StandardCopyOption.REPLACE_EXISTING);
      Files.copy(second.files().key(), first.files().key(), StandardCopyOption.REPLACE_EXISTING);
      Files.setLastModifiedTime(first.files().key(), FileTime.fromMillis(1));
      Eventually.holds(
          "the new certificate",
          () -> {
            try (SSLSocket socket = connect(router, Optional.empty())) {
              return subject(socket).equals("CN=second.test");
            }
          });
      Files.writeString(first.files().chain(), "damaged");
      Files.setLastModifiedTime(first.files().chain(), FileTime.fromMillis(2));
      try (SSLSocket socket = connect(router, Optional.empty())) {
        assertThat(subject(socket)).isEqualTo("CN=second.test");
      }
    }
  }

  @Test
  void whatIsNoCertificateIsRefusedAtTheStart() throws IOException {
    Path file = Files.writeString(directory.resolve("x.pem"), "nothing");
    assertThatThrownBy(
            () -> serve(RouteTable.EMPTY, on(false, new Listener.Certificate(file, file))).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("x.pem")
        .hasMessageContaining("not a certificate chain and its PKCS#8 key in PEM");
  }

  @Test
  void bytesThatAreNoTlsEndTheirConnectionAlone() throws Exception {
    TestCertificate certificate = TestCertificate.of(directory, "shop.test");
    try (Router router = serve(RouteTable.EMPTY, on(false, certificate.files()));
        Wire wire = Wire.to(router.port());
        SSLSocket good = connect(router, Optional.empty(), "http/1.1")) {
      assertThat(wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").rest()).doesNotContain("HTTP/1.1");
      assertThat(good.getApplicationProtocol()).isEqualTo("http/1.1");
    }
  }

  @Test
  void aBalancersHeaderSaysWhoTheClientIs() throws Exception {
    try (TestService service = TestService.named("s");
        Router router = serve(Tables.one(1, Tables.all("t", service)), on(true))) {
      String request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
      try (Wire wire = Wire.to(router.port())) {
        wire.send("PROXY TCP4 203.0.113.7 127.0.0.1 4711 80\r\n" + request);
        assertThat(wire.response().text()).isEqualTo("s");
        assertThat(service.last().field("X-Forwarded-For")).contains("203.0.113.7");
      }
      byte[] second = {
        0x0D,
        0x0A,
        0x0D,
        0x0A,
        0x00,
        0x0D,
        0x0A,
        0x51,
        0x55,
        0x49,
        0x54,
        0x0A,
        0x21,
        0x11,
        0,
        12,
        (byte) 203,
        0,
        113,
        9,
        127,
        0,
        0,
        1,
        0x12,
        0x34,
        0,
        80
      };
      try (Wire wire = Wire.to(router.port())) {
        assertThat(wire.send(second).send(request).response().text()).isEqualTo("s");
        assertThat(service.last().field("X-Forwarded-For")).contains("203.0.113.9");
      }
      try (Wire wire = Wire.to(router.port())) {
        assertThat(wire.send(request).rest()).isEmpty();
      }
    }
  }
}
