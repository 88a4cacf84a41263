package dev.curtain.router;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.DomainWildcardMappingBuilder;
import io.netty.util.Mapping;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * The certificates of one listener. They are chosen by the host that a client names and read again
 * when their files change; what cannot be read changes nothing.
 */
final class Tls {
  private static final Logger LOG = System.getLogger("dev.curtain.router");
  private static final int DNS_NAME = 2;

  private final List<Listener.Certificate> certificates;
  private volatile Mapping<String, SslContext> byHost;
  private List<FileTime> readAt;

  /**
   * @throws IOException if a certificate cannot be read
   */
  Tls(List<Listener.Certificate> certificates) throws IOException {
    this.certificates = certificates;
    readAt = times();
    byHost = read();
  }

  ChannelHandler handler(ByteBufAllocator allocator) {
    Mapping<String, SslContext> mapping = byHost;
    return certificates.size() == 1
        ? mapping.map("").newHandler(allocator)
        : new SniHandler(mapping);
  }

  /** New connections get the new certificates once their files have changed. */
  synchronized void refresh() {
    try {
      List<FileTime> now = times();
      if (!now.equals(readAt)) {
        byHost = read();
        readAt = now;
        LOG.log(Level.INFO, "certificates read again: " + certificates);
      }
    } catch (IOException unreadable) {
      LOG.log(Level.ERROR, "certificates cannot be read, the old ones stay in use", unreadable);
    }
  }

  private List<FileTime> times() throws IOException {
    List<FileTime> times = new ArrayList<>();
    for (Listener.Certificate one : certificates) {
      times.add(Files.getLastModifiedTime(one.chain()));
      times.add(Files.getLastModifiedTime(one.key()));
    }
    return times;
  }

  private Mapping<String, SslContext> read() throws IOException {
    SslContext first = context(certificates.getFirst());
    if (certificates.size() == 1) {
      return host -> first;
    }
    DomainWildcardMappingBuilder<SslContext> builder = new DomainWildcardMappingBuilder<>(first);
    for (Listener.Certificate one : certificates) {
      SslContext context = one.equals(certificates.getFirst()) ? first : context(one);
      names(one.chain()).forEach(name -> builder.add(name, context));
    }
    return builder.build();
  }

  private static SslContext context(Listener.Certificate certificate) throws IOException {
    try {
      return SslContextBuilder.forServer(certificate.chain().toFile(), certificate.key().toFile())
          .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
          .protocols("TLSv1.3", "TLSv1.2")
          .applicationProtocolConfig(
              new ApplicationProtocolConfig(
                  ApplicationProtocolConfig.Protocol.ALPN,
                  ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                  ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                  ApplicationProtocolNames.HTTP_2,
                  ApplicationProtocolNames.HTTP_1_1))
          .build();
    } catch (SSLException | IllegalArgumentException unusable) {
      Throwable cause = unusable.getCause();
      throw new IOException(
          certificate.chain()
              + ", "
              + certificate.key()
              + ": not a certificate chain and its PKCS#8 key in PEM: "
              + (cause == null ? unusable.getMessage() : cause.getMessage()),
          unusable);
    }
  }

  private static List<String> names(Path chain) throws IOException {
    try (InputStream in = Files.newInputStream(chain)) {
      X509Certificate leaf =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      Collection<List<?>> all = leaf.getSubjectAlternativeNames();
      List<String> names = new ArrayList<>();
      for (List<?> name : all == null ? List.<List<?>>of() : all) {
        if (name.getFirst().equals(DNS_NAME)) {
          names.add(String.valueOf(name.get(1)));
        }
      }
      return names;
    } catch (CertificateException unreadable) {
      throw new IOException(chain + ": not a certificate in PEM", unreadable);
    }
  }
}
